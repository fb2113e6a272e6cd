package dev.lifeguard.verification.scaling;

import dev.lifeguard.verification.scaling.Recorded.Sample;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A picture of a run: the load, the size and the wait over the time, one above the other. SVG, and nothing needed. */
final class Plot {
    private static final int WIDTH = 860;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 52;
    private static final int PANEL = 120;
    private static final int GAP = 40;
    private static final int TICKS = 4;
    private static final int SECONDS_PER_TICK = 10;

    private final Recorded recorded;
    private final StringBuilder svg = new StringBuilder();

    private Plot(Recorded recorded) {
        this.recorded = recorded;
    }

    /** {@return the picture} */
    static String of(Recorded recorded, double targetMillis) {
        return new Plot(recorded).draw(targetMillis);
    }

    private String draw(double targetMillis) {
        int height = TOP + 3 * PANEL + 2 * GAP + 44;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">"
                        .formatted(WIDTH, height));
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(WIDTH, height));
        text(
                LEFT,
                20,
                "start",
                "font-size=\"15\" font-weight=\"bold\" fill=\"#222\"",
                "An elastic pool under " + recorded.shape().name());
        load();
        size();
        waits(targetMillis);
        text((LEFT + WIDTH - RIGHT) / 2.0, height - 8, "middle", "fill=\"#555\"", "seconds");
        line("</svg>");
        return svg.toString();
    }

    private void load() {
        double most = round(most(Sample::rate));
        frame(0, most, "tasks that come in a second");
        curve(0, most, Sample::rate, "#555", "", true);
    }

    private void size() {
        double most = round(most(Sample::size));
        frame(1, most, "workers: wanted, and serving (dashed)");
        curve(1, most, Sample::size, "#1f5fbf", "", true);
        curve(1, most, Sample::serving, "#e07b00", "stroke-dasharray=\"4 3\"", true);
    }

    private void waits(double targetMillis) {
        double most = round(Math.max(most(Sample::waitMillis), targetMillis));
        frame(2, most, "longest wait in ms, and the target (dotted)");
        double at = y(2, targetMillis, most);
        line("<line x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"#2a8a3e\" stroke-dasharray=\"2 3\"/>"
                .formatted(LEFT, number(at), WIDTH - RIGHT, number(at)));
        curve(2, most, Sample::waitMillis, "#b3261e", "", false);
    }

    private double most(ToDoubleFunction<Sample> value) {
        return recorded.samples().stream().mapToDouble(value).max().orElse(1);
    }

    /** The next number that divides well by the ticks. */
    private static double round(double most) {
        double step = TICKS;
        while (step * 5 < most) {
            step *= 5;
        }
        return Math.ceil(most / step) * step;
    }

    private static int top(int panel) {
        return TOP + panel * (PANEL + GAP);
    }

    private static double y(int panel, double value, double most) {
        return top(panel) + PANEL * (1 - value / most);
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / recorded.shape().seconds();
    }

    private void frame(int panel, double most, String title) {
        text(LEFT, top(panel) - 6, "start", "fill=\"#222\"", title);
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = most * tick / TICKS;
            double at = y(panel, value, most);
            line("<line x1=\"%d\" y1=\"%s\" x2=\"%d\" y2=\"%s\" stroke=\"%s\"/>"
                    .formatted(LEFT, number(at), WIDTH - RIGHT, number(at), tick == 0 ? "#888" : "#e4e4e4"));
            text(LEFT - 8, at + 4, "end", "fill=\"#555\"", number(value));
        }
        for (int second = 0; second <= recorded.shape().seconds(); second += SECONDS_PER_TICK) {
            line("<line x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\" stroke=\"#e4e4e4\"/>"
                    .formatted(number(x(second)), top(panel), number(x(second)), top(panel) + PANEL));
            text(x(second), top(panel) + PANEL + 15, "middle", "fill=\"#555\"", String.valueOf(second));
        }
    }

    private void curve(
            int panel, double most, ToDoubleFunction<Sample> value, String colour, String style, boolean stairs) {
        var points = new StringBuilder();
        List<Sample> samples = recorded.samples();
        for (int index = 0; index < samples.size(); index++) {
            Sample sample = samples.get(index);
            if (stairs && index > 0) {
                points.append(point(panel, most, sample.second(), value.applyAsDouble(samples.get(index - 1))));
            }
            points.append(point(panel, most, sample.second(), value.applyAsDouble(sample)));
        }
        line("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" %s points=\"%s\"/>"
                .formatted(colour, style, points.toString().strip()));
    }

    private String point(int panel, double most, double second, double value) {
        return number(x(second)) + "," + number(y(panel, value, most)) + " ";
    }

    private void text(double x, double y, String anchor, String style, String words) {
        line("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" %s>%s</text>"
                .formatted(number(x), number(y), anchor, style, words));
    }

    /** With one decimal at the most, and a point whatever the machine's language. */
    private static String number(double value) {
        String words = String.format(Locale.ROOT, "%.1f", value);
        return words.endsWith(".0") ? words.substring(0, words.length() - 2) : words;
    }

    private void line(String words) {
        svg.append(words).append('\n');
    }
}
