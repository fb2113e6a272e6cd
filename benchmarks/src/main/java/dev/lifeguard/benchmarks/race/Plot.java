package dev.lifeguard.benchmarks.race;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * A picture of a group: for each rival a point, how many times as good as he we are, with the least and the most of the
 * rounds, and a mark where we want to be. To the right is better, of times and bytes, too. SVG, and nothing needed.
 */
final class Plot {
    private static final int WIDTH = 860;
    private static final int LEFT = 430;
    private static final int RIGHT = 30;
    private static final int TOP = 58;
    private static final int ROW = 18;
    private static final int HEAD = 26;
    private static final int LONGEST_NAME = 62;

    private final StringBuilder svg = new StringBuilder();
    private double lowest;
    private double highest;

    private Plot() {}

    /** One line of the picture. */
    private sealed interface Line {

        /** What the lines below are about. */
        record Heading(String words) implements Line {}

        /** Somebody, as times as good: the median, the worst, the best, and where we want to be, or 0. */
        record Point(String words, double median, double worst, double best, double aim) implements Line {}
    }

    /** {@return whether there is anything to draw} */
    static boolean isOf(List<Heat> heats, Results results) {
        return lines(heats, results).stream().anyMatch(line -> line instanceof Line.Point);
    }

    /** {@return the picture, if there is anything to draw} */
    static Optional<String> of(String group, List<Heat> heats, Results results) {
        List<Line> lines = lines(heats, results);
        return isOf(heats, results) ? Optional.of(new Plot().draw(group, lines)) : Optional.empty();
    }

    private static List<Line> lines(List<Heat> heats, Results results) {
        List<Line> lines = new ArrayList<>();
        for (Heat heat : heats) {
            List<Line.Point> points = heat.comparisons().stream()
                    .flatMap(comparison -> point(comparison, results).stream())
                    .toList();
            if (!points.isEmpty()) {
                lines.add(new Line.Heading(heat.work()));
                lines.addAll(points);
            }
        }
        return lines;
    }

    private static Optional<Line.Point> point(Comparison comparison, Results results) {
        Scores ratio = results.values(comparison);
        Comparison.Side theirs = comparison.theirs();
        if (theirs == null || ratio.isEmpty() || ratio.least() <= 0) {
            return Optional.empty();
        }
        Aim aim = comparison.aim();
        String words = theirs.entrant().name() + " (" + comparison.measure().unit() + ")";
        double bound = aim == null ? 0 : aim.bound();
        return Optional.of(
                comparison.measure().moreIsBetter()
                        ? new Line.Point(words, ratio.median(), ratio.least(), ratio.most(), bound)
                        : new Line.Point(
                                words,
                                1 / ratio.median(),
                                1 / ratio.most(),
                                1 / ratio.least(),
                                bound == 0 ? 0 : 1 / bound));
    }

    private String draw(String group, List<Line> lines) {
        lowest = decade(values(lines).filter(value -> value > 0).min().orElse(1), Math::floor);
        highest = decade(values(lines).max().orElse(1), Math::ceil);
        if (lowest == highest) {
            highest = lowest * 10;
        }
        int bottom = TOP
                + lines.stream()
                        .mapToInt(line -> line instanceof Line.Heading ? HEAD : ROW)
                        .sum()
                + 10;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">"
                        .formatted(WIDTH, bottom + 30));
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(WIDTH, bottom + 30));
        text(
                10,
                20,
                "start",
                "font-size=\"15\" font-weight=\"bold\" fill=\"#222\"",
                "How many times as good: " + group);
        text(10, 40, "start", "fill=\"#555\"", "the median and the spread of the rounds; the green mark is the aim");
        axis(bottom);
        double y = TOP;
        for (Line line : lines) {
            switch (line) {
                case Line.Heading heading -> {
                    y += HEAD;
                    text(10, y - 6, "start", "font-weight=\"bold\" fill=\"#222\"", heading.words());
                }
                case Line.Point point -> {
                    y += ROW;
                    point(point, y - 5);
                }
            }
        }
        line("</svg>");
        return svg.toString();
    }

    private static DoubleStream values(List<Line> lines) {
        return lines.stream()
                .flatMapToDouble(line -> line instanceof Line.Point point
                        ? DoubleStream.of(point.worst(), point.best(), point.aim(), 1)
                        : DoubleStream.of(1));
    }

    private static double decade(double value, DoubleUnaryOperator rounding) {
        return Math.pow(10, rounding.applyAsDouble(Math.log10(value)));
    }

    private void axis(int bottom) {
        for (double decade = lowest; decade <= highest * 1.01; decade *= 10) {
            boolean same = Math.abs(decade - 1) < 0.001;
            vertical(decade, TOP, bottom, same ? "#888" : "#cfcfcf", "");
            text(x(decade), bottom + 16, "middle", "fill=\"#555\"", plain(decade) + "×");
            for (int part = 2; part < 10 && decade * part < highest; part++) {
                vertical(decade * part, TOP, bottom, "#f0f0f0", "");
            }
        }
    }

    private void point(Line.Point point, double y) {
        boolean missed = point.aim() > 0 && point.median() < point.aim();
        String colour = missed ? "#b3261e" : "#1f5fbf";
        text(LEFT - 8, y + 4, "end", "fill=\"#222\"", shortened(point.words()));
        line("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"1.6\"/>"
                .formatted(number(x(point.worst())), number(y), number(x(point.best())), number(y), colour));
        line("<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\"/>"
                .formatted(number(x(point.median())), number(y), colour));
        if (point.aim() > 0) {
            vertical(point.aim(), y - 7, y + 7, "#2a8a3e", "stroke-width=\"2\"");
        }
    }

    private void vertical(double value, double from, double to, String colour, String style) {
        line("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" %s/>"
                .formatted(number(x(value)), number(from), number(x(value)), number(to), colour, style));
    }

    private double x(double value) {
        double share = (Math.log10(value) - Math.log10(lowest)) / (Math.log10(highest) - Math.log10(lowest));
        return LEFT + (WIDTH - LEFT - RIGHT) * share;
    }

    private void text(double x, double y, String anchor, String style, String words) {
        line("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" %s>%s</text>"
                .formatted(number(x), number(y), anchor, style, escaped(words)));
    }

    private static String shortened(String words) {
        return words.length() <= LONGEST_NAME ? words : words.substring(0, LONGEST_NAME - 1) + "…";
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A decade as people write it, however small. */
    private static String plain(double decade) {
        return new BigDecimal(decade)
                .round(new MathContext(1))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** With no more decimals than it needs, and a point whatever the machine's language. */
    private static String number(double value) {
        String words = String.format(Locale.ROOT, value < 0.1 ? "%.3f" : "%.1f", value);
        return words.contains(".") ? words.replaceFirst("\\.?0+$", "") : words;
    }

    private void line(String words) {
        svg.append(words).append('\n');
    }
}
