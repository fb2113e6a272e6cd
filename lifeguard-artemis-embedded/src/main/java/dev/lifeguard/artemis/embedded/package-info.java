/** Read in this order: {@link dev.lifeguard.artemis.embedded.EmbeddedBroker}: a broker inside the program. */
@NullMarked
package dev.lifeguard.artemis.embedded;

import org.jspecify.annotations.NullMarked;
