/** Read in this order: {@link dev.lifeguard.distributed.surroundings.Surroundings}: time, threads and chance. */
package dev.lifeguard.distributed.surroundings;
