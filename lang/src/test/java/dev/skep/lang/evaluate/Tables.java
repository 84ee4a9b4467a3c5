package dev.skep.lang.evaluate;

import dev.skep.lang.check.MapSymbol;
import dev.skep.lang.check.Typed;
import dev.skep.lang.lower.MapUses;
import dev.skep.lang.script.Limits;
import dev.skep.lang.value.MapResult;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All maps of a script. */
final class Tables implements Reporter.Maps {
    private final Map<MapSymbol, Table> bySymbol = new IdentityHashMap<>();
    private final List<Table> inOrder = new ArrayList<>();

    Tables(Typed.Script script, Limits limits) {
        MapUses uses = MapUses.of(script);
        for (MapSymbol symbol : script.maps()) {
            Table table = new Table(symbol, limits, uses.of(symbol));
            bySymbol.put(symbol, table);
            inOrder.add(table);
        }
    }

    Table of(MapSymbol symbol) {
        return Objects.requireNonNull(bySymbol.get(symbol));
    }

    private Table of(String name) {
        return inOrder.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public MapResult read(String map) {
        return of(map).result();
    }

    @Override
    public void clear(String map) {
        of(map).clear();
    }

    List<MapResult> results() {
        return inOrder.stream().map(Table::result).toList();
    }
}
