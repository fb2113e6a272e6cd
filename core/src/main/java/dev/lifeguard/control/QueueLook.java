package dev.lifeguard.control;

import dev.lifeguard.QueueSnapshot;
import dev.lifeguard.dataplane.DataPlane;
import dev.lifeguard.dataplane.Shedder;
import dev.lifeguard.dataplane.TaskRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What waits, as a snapshot shows it. Any thread. */
final class QueueLook {

    private final DataPlane plane;

    QueueLook(DataPlane plane) {
        this.plane = plane;
    }

    /** Who waits longest first. */
    List<QueueSnapshot.Line> lines(long now) {
        List<QueueSnapshot.Line> lines = Board.each(
                plane.queue().standings(),
                line -> new QueueSnapshot.Line(
                        line.name(),
                        line.waiting(),
                        History.ago(now, line.sinceNanos()),
                        History.ago(now, line.servedNanos())));
        if (lines.size() > 1) {
            lines.sort(Comparator.comparing(QueueSnapshot.Line::oldestWait).reversed());
        }
        return lines;
    }

    /** {@return how much waits, in the queue and at gates} */
    QueueSnapshot size(List<QueueSnapshot.Line> lines, long now) {
        int size = 0;
        for (QueueSnapshot.Line line : lines) {
            size += line.waiting();
        }
        Duration oldest = lines.isEmpty() ? Duration.ZERO : lines.getFirst().oldestWait();
        for (TaskRecord<?> task : plane.gates().waiting()) {
            if (task.stillWaits()) {
                Duration wait = History.ago(now, task.waitsSinceNanos());
                size++;
                oldest = wait.compareTo(oldest) > 0 ? wait : oldest;
            }
        }
        return new QueueSnapshot(
                size, plane.admission().taken(), plane.admission().capacity(), oldest);
    }

    /** {@return the lines that are shown} */
    static QueueSnapshot.Lines shown(List<QueueSnapshot.Line> lines) {
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.name().isEmpty())) {
            return new QueueSnapshot.Lines(0, Duration.ZERO, List.of());
        }
        return new QueueSnapshot.Lines(
                lines.size(),
                lines.stream()
                        .map(QueueSnapshot.Line::served)
                        .min(Comparator.naturalOrder())
                        .orElse(Duration.ZERO),
                lines.stream().limit(QueueSnapshot.MOST_LINES).toList());
    }

    /** {@return what sheds, and for how long it has} */
    QueueSnapshot.Overload overload(long now) {
        Shedder shedder = plane.shedder();
        return shedder == null
                ? new QueueSnapshot.Overload(Optional.empty(), Duration.ZERO)
                : new QueueSnapshot.Overload(
                        shedder.overloadedSinceNanos().map(since -> History.ago(now, since)), shedder.leastWait());
    }
}
