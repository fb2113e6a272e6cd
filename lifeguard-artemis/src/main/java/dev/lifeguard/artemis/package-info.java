/**
 * Read in this order: {@link dev.lifeguard.artemis.ArtemisEngine} (where the broker is), {@code ArtemisLink} (a member's
 * connections, and how they come back), {@code Wire} (what is sent and heard), {@code ArtemisTaker} (what is taken), {@code
 * Names} and {@code Parcels} (queues and messages), {@code Dialect} (all that is Artemis and not Jakarta Messaging).
 */
@NullMarked
package dev.lifeguard.artemis;

import org.jspecify.annotations.NullMarked;
