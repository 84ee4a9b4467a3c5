package dev.skep.cli;

import dev.skep.trace.Rates;
import java.util.List;

/** Lays out what a script is about to cost. */
final class RatesText {
    private static final int PROBE = 46;
    private static final int NUMBER = 13;

    private RatesText() {}

    static String of(List<Rates.Rate> rates, int cpus) {
        StringBuilder out = new StringBuilder();
        if (rates.isEmpty()) {
            return "no event makes a probe of this program fire: it costs nothing but its start\n";
        }
        cell("events, counted for a second", PROBE, false, out);
        for (String title : new String[] {"a second", "body runs", "ns each", "of a CPU"}) {
            cell(title, NUMBER, true, out);
        }
        out.append('\n');
        double all = 0;
        for (Rates.Rate rate : rates) {
            String probe = rate.places() == 1 ? rate.probe() : rate.probe() + " (" + rate.places() + " probes)";
            cell("  " + probe, PROBE, false, out);
            cell(whole(rate.events()), NUMBER, true, out);
            cell(whole(rate.taken()), NUMBER, true, out);
            cell(rate.events() == 0 ? "-" : whole(rate.nanos() / rate.events()), NUMBER, true, out);
            cell(share(rate.nanos()), NUMBER, true, out);
            out.append('\n');
            all += rate.nanos();
        }
        out.append("The program would cost about ")
                .append(whole(all / 1000))
                .append(" us a second, ")
                .append(share(all / cpus))
                .append(cpus == 1 ? " of the CPU" : " of all " + cpus + " CPUs")
                .append("; what it sends to be printed costs its reader besides.\n");
        return out.toString();
    }

    private static String share(double nanosPerSecond) {
        long hundredths = Math.round(nanosPerSecond / 1e9 * 10_000);
        return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10 + " %";
    }

    /** A number with commas between thousands. */
    private static String whole(double number) {
        StringBuilder digits = new StringBuilder(Long.toString(Math.round(number)));
        for (int at = digits.length() - 3; at > 0; at -= 3) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    private static void cell(String text, int width, boolean right, StringBuilder out) {
        int pad = Math.max(right && !out.isEmpty() ? 1 : 0, width - text.length());
        if (right) {
            out.repeat(' ', pad).append(text);
        } else {
            out.append(text).repeat(' ', pad);
        }
    }
}
