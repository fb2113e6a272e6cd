/**
 * Read in this order: {@link dev.lifeguard.distributed.frame.Envelope} (a task on its way), {@link
 * dev.lifeguard.distributed.frame.Verdict} (how it ended), {@link dev.lifeguard.distributed.frame.Order} (down to hosts),
 * {@link dev.lifeguard.distributed.frame.News} (up to clients), {@link dev.lifeguard.distributed.frame.FrameWriter} and
 * {@link dev.lifeguard.distributed.frame.FrameReader} (their form). Plain data and bytes; nothing here waits or decides.
 */
package dev.lifeguard.distributed.frame;
