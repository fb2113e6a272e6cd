package dev.lifeguard.verification.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lifeguard.verification.architecture.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures on the page of scaling are made from runs of the pool as it is. */
final class PlotsTest {
    /** Set to draw the pictures anew instead of comparing. */
    private static final String UPDATE = "docs.update";

    private static final String COMMAND = "./build -q -pl :lifeguard-verification -am test -Dtest=PlotsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + UPDATE;

    private static final double TARGET_MILLIS = 250;

    static List<Shape> shapes() {
        return Shape.ALL;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void eachPictureShowsWhatThePoolDoes(Shape shape) throws IOException {
        String drawn = Plot.of(ShapeRun.of(shape, ShapeRun.SCALING), TARGET_MILLIS);
        Path file = SourceTree.project().resolve("docs/scaling-" + shape.name() + ".svg");
        if (System.getProperty(UPDATE) != null) {
            Files.writeString(file, drawn);
            return;
        }
        assertEquals(
                Files.readString(file), drawn, () -> file + " is not what the pool does now; draw it with: " + COMMAND);
    }

    @Test
    void anotherScalingIsAnotherPicture() {
        assertNotEquals(
                Plot.of(ShapeRun.of(Shape.STEPS, ShapeRun.SCALING), TARGET_MILLIS),
                Plot.of(ShapeRun.of(Shape.STEPS, dev.lifeguard.policy.Scaling.elastic(1, 12)), TARGET_MILLIS));
    }
}
