/**
 * Read in this order: the tests, each named for the file it stresses ({@code ...Stress}); last
 * {@link dev.lifeguard.verification.jcstress.PlantedLostUpdate}, which must fail. Run by
 * {@code .ci/jcstress-smoke}; the full matrix: {@code ./build -Pjcstress -pl :lifeguard-jcstress -am -DskipTests
 * verify -Djcstress.arguments="-m default -t Stress"}.
 */
package dev.lifeguard.verification.jcstress;
