/** Read in this order: {@code TaskReader} cuts a stream into {@code InputLine}s; {@code TaskKey} names them. */
package dev.lifeguard.cli.input;
