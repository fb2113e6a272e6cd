/**
 * Read in this order: a {@code TaskRecord} is all that is told of a finished task; {@code JsonLine} writes it as one
 * line; {@code OutputStore} keeps the whole output of a command until it can be told.
 */
package dev.lifeguard.cli.output;
