/** Read in this order: the entry point, then the commands that it knows. */
package dev.lifeguard.cli;
