package dev.skep.lang.evaluate;

import dev.skep.lang.format.FormatString;
import dev.skep.lang.script.Host;
import dev.skep.lang.value.MapResult;
import dev.skep.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/** User space for a script that is compared: does what events ask for and writes it down. */
public final class Reporter implements Host {
    /** The maps of a script, wherever they are. */
    public interface Maps {
        MapResult read(String map);

        void clear(String map);
    }

    private final Maps maps;
    private final List<Report> reports = new ArrayList<>();

    public Reporter(Maps maps) {
        this.maps = maps;
    }

    /** All that was done, in order. */
    public List<Report> reports() {
        return reports;
    }

    @Override
    public void printf(FormatString format, List<Value> values) {
        reports.add(new Report.Printf(format.text(), List.copyOf(values)));
    }

    @Override
    public void print(Value value) {
        reports.add(new Report.Print(value));
    }

    @Override
    public void printMap(String map, int top, long divisor) {
        reports.add(new Report.PrintMap(maps.read(map), top, divisor));
    }

    @Override
    public void clear(String map) {
        reports.add(new Report.Clear(map));
        maps.clear(map);
    }

    @Override
    public void zero(String map) {
        reports.add(new Report.Zero(map));
    }

    @Override
    public void time(String text) {
        reports.add(new Report.Time(text));
    }

    @Override
    public void join(List<Value> words, String separator) {
        reports.add(new Report.Join(List.copyOf(words), separator));
    }

    @Override
    public void cat(FormatString path, List<Value> values) {
        reports.add(new Report.Cat(path.text(), List.copyOf(values)));
    }

    @Override
    public void system(FormatString command, List<Value> values) {
        reports.add(new Report.Command(command.text(), List.copyOf(values)));
    }

    @Override
    public void exit(int code) {
        reports.add(new Report.Exit(code));
    }
}
