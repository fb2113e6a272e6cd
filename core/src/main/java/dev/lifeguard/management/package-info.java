/**
 * Read in this order: {@link dev.lifeguard.management.PoolView}, the pool as JMX shows it. The only package that knows
 * JMX; nothing loads it unless a pool asks for it.
 */
package dev.lifeguard.management;
