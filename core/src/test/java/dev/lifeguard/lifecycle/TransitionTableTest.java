package dev.lifeguard.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lifeguard.lifecycle.TransitionTable.Cell;
import dev.lifeguard.lifecycle.TransitionTable.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A table is total, says each cell once, and knows what was put into it. */
final class TransitionTableTest {

    enum Door {
        OPEN,
        SHUT
    }

    enum Wish {
        PUSH,
        PULL,
        KNOCK,
        LOCK
    }

    private static TransitionTable.Builder<Door, Wish> doors() {
        return TransitionTable.of("door", Door.class, Wish.class);
    }

    private static TransitionTable<Door, Wish> door() {
        return doors().move(Door.SHUT, Wish.PUSH, Door.OPEN, "it gives way")
                .move(Door.OPEN, Wish.PULL, Door.SHUT, "it follows")
                .ignore(Door.OPEN, Wish.PUSH, "it is open")
                .ignore(EnumSet.allOf(Door.class), Wish.KNOCK, "nobody hears it")
                .illegal(Door.SHUT, Set.of(Wish.PULL), "it has no handle outside")
                .illegal(EnumSet.allOf(Door.class), Wish.LOCK, "it has no lock")
                .build();
    }

    @Test
    void eachCellIsWhatWasPutThere() {
        TransitionTable<Door, Wish> door = door();
        assertEquals(
                List.of(
                        new Cell<>(Door.OPEN, Wish.PUSH, Kind.IGNORE, Door.OPEN, "it is open"),
                        new Cell<>(Door.OPEN, Wish.PULL, Kind.MOVE, Door.SHUT, "it follows"),
                        new Cell<>(Door.OPEN, Wish.KNOCK, Kind.IGNORE, Door.OPEN, "nobody hears it"),
                        new Cell<>(Door.OPEN, Wish.LOCK, Kind.ILLEGAL, Door.OPEN, "it has no lock"),
                        new Cell<>(Door.SHUT, Wish.PUSH, Kind.MOVE, Door.OPEN, "it gives way"),
                        new Cell<>(Door.SHUT, Wish.PULL, Kind.ILLEGAL, Door.SHUT, "it has no handle outside"),
                        new Cell<>(Door.SHUT, Wish.KNOCK, Kind.IGNORE, Door.SHUT, "nobody hears it"),
                        new Cell<>(Door.SHUT, Wish.LOCK, Kind.ILLEGAL, Door.SHUT, "it has no lock")),
                door.rows());
        assertEquals("door", door.name());
        assertEquals(List.of(Door.values()), door.states());
        assertEquals(List.of(Wish.values()), door.signals());
    }

    @Test
    void aTableWithAHoleIsRefused() {
        var hole = assertThrows(
                IllegalStateException.class,
                () -> doors().ignore(EnumSet.allOf(Door.class), Wish.PUSH, "it is stuck")
                        .build());
        assertTrue(String.valueOf(hole.getMessage()).startsWith("door: no row for OPEN and PULL"), hole::toString);
    }

    @Test
    void aCellThatIsSaidTwiceIsRefused() {
        TransitionTable.Builder<Door, Wish> table = doors().move(Door.SHUT, Wish.PUSH, Door.OPEN, "it gives way");
        var twice = assertThrows(IllegalStateException.class, () -> table.ignore(Door.SHUT, Wish.PUSH, "it is stuck"));
        assertTrue(String.valueOf(twice.getMessage()).startsWith("door: two rows for one cell"), twice::toString);
    }
}
