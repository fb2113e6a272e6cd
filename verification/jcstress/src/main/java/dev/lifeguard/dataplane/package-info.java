/**
 * Read in this order: {@code LoanStress}, {@code ReturnStress}, {@code HandOffStress} for the word of a worker and the
 * hand-off; {@code AnswerStress} for the word of a task; {@code WaiterStress}. They stand in the package of what they
 * stress, because that is hidden. Run by {@code ./build -Pjcstress -pl :lifeguard-jcstress -am -DskipTests verify}.
 */
package dev.lifeguard.dataplane;
