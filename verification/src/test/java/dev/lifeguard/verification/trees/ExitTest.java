package dev.lifeguard.verification.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lifeguard.verification.documentation.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of the JVM is the end of a tree that was asked to take it as such. */
final class ExitTest {

    @Test
    void aTreeStopsItsChildrenInReverseOrderWhenTheJvmEnds() throws Exception {
        String said = ChildJvm.output(List.of(), ExitingTree.class.getName(), List.of());
        assertEquals(List.of("RUNNING", "stopped b", "stopped a"), said.lines().toList());
    }
}
