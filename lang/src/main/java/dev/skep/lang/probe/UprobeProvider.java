package dev.skep.lang.probe;

import dev.skep.bpf.spec.AttachSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.lang.diagnostic.Code;
import dev.skep.lang.diagnostic.Suggestions;
import dev.skep.lang.target.BinarySearch;
import dev.skep.lang.target.Target;
import dev.skep.lang.target.UserBinary;
import dev.skep.lang.target.UserSymbol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code uprobe:BINARY:FUNCTION}, {@code :FUNCTION+OFFSET}, {@code :0xADDRESS}, and {@code uretprobe}. What a binary's name
 * may be: {@link Target#binaries}. Without one, it is the program of the process that is traced. Both parts may have wildcards;
 * then places that have several names are probed by the first of them.
 */
final class UprobeProvider implements ProbeProvider {
    private final String name;
    private final String alias;
    private final boolean atReturn;

    UprobeProvider(String name, String alias, boolean atReturn) {
        this.name = name;
        this.alias = alias;
        this.atReturn = atReturn;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> aliases() {
        return List.of(alias);
    }

    @Override
    public void expand(AttachPattern point, Expansion expansion) {
        boolean ownProgram = point.size() == 2 && expansion.process() != 0;
        String file = ownProgram ? "" : point.part(1);
        String place = point.last();
        if (point.size() == 4) {
            expansion.error(
                    Code.UNSUPPORTED_PROBE,
                    point,
                    "the language of a function ('" + point.part(2) + "') is not supported by this version",
                    "write the function as the symbol table has it; list them with: -l '" + name + ":" + file + ":*'");
            return;
        }
        if (!(ownProgram || point.size() == 3) || place.isEmpty() || (file.isEmpty() && !ownProgram)) {
            expansion.error(
                    Code.BAD_ATTACH_POINT,
                    point,
                    name + " probe type requires 2 arguments",
                    "it is written: " + name + ":BINARY:FUNCTION; with -p the binary may be left out");
            return;
        }
        BinarySearch search = expansion.target().binaries(file, expansion.process());
        if (search.found().isEmpty()) {
            expansion.error(Code.NO_SUCH_PROBE, point, search.problem(), Suggestions.didYouMean(search.near()));
            return;
        }
        if (Glob.isWildcard(place)) {
            wildcard(place, search.found(), point, expansion);
        } else {
            single(place, search.found(), point, expansion);
        }
    }

    private void wildcard(String place, List<UserBinary> binaries, AttachPattern point, Expansion expansion) {
        Glob glob = new Glob(place);
        int before = expansion.points().size();
        for (UserBinary binary : binaries) {
            Set<Long> offsets = new HashSet<>();
            for (UserSymbol function : binary.functions(glob::matches)) {
                long offset = binary.fileOffset(function.address());
                if (offset >= 0 && !function.indirect() && offsets.add(offset)) {
                    expansion.add(point(binary, function.name(), offset, expansion.process()));
                }
            }
        }
        if (expansion.points().size() == before) {
            expansion.error(Code.NO_SUCH_PROBE, point, noMatches(binaries, place), hints(binaries, place));
        }
    }

    /** One place, in each of the binaries that have it. */
    private void single(String place, List<UserBinary> binaries, AttachPattern point, Expansion expansion) {
        UserPlace wrong = null;
        boolean found = false;
        for (UserBinary binary : binaries) {
            UserPlace at =
                    UserPlace.find(place, binary, atReturn, expansion.target().arch());
            if (at != null && at.problem().isEmpty()) {
                found = true;
                expansion.add(point(binary, at.name(), at.offset(), expansion.process()));
                warn(binary, at, point, expansion);
            } else if (at != null) {
                wrong = at;
            }
        }
        if (wrong != null) {
            String[] hints = wrong.hint().isEmpty() ? new String[0] : new String[] {wrong.hint()};
            expansion.error(Code.BAD_ATTACH_POINT, point, wrong.problem(), hints);
        } else if (!found) {
            expansion.error(Code.NO_SUCH_PROBE, point, noMatches(binaries, place), hints(binaries, place));
        }
    }

    private static void warn(UserBinary binary, UserPlace at, AttachPattern point, Expansion expansion) {
        if (at.indirect()) {
            expansion.warning(
                    Code.INDIRECT_FUNCTION,
                    point,
                    at.name() + " chooses the function that its callers then call: it runs at most once in a process",
                    "the ones to choose from are in the symbols that distributions keep apart from " + binary.path());
        }
        if (!at.warning().isEmpty()) {
            expansion.warning(Code.UNCHECKED_PLACE, point, at.warning());
        }
    }

    private ProbePoint point(UserBinary binary, String place, long offset, int process) {
        return new ProbePoint(
                name + ":" + binary.path() + ":" + place,
                ProbePoint.Kind.EVENT,
                new AttachSpec.Uprobe(binary.path(), place, offset, atReturn, process),
                ProgramType.KPROBE,
                null);
    }

    private String noMatches(List<UserBinary> binaries, String place) {
        String where = binaries.size() == 1 ? binaries.getFirst().path() : binaries.size() + " binaries";
        return "No matches for " + name + " " + where + ":" + place + ".";
    }

    private String[] hints(List<UserBinary> binaries, String place) {
        List<String> names = new ArrayList<>();
        for (UserBinary binary : binaries) {
            for (UserSymbol function : binary.functions(any -> true)) {
                names.add(function.name());
            }
        }
        if (names.isEmpty()) {
            return new String[] {
                "it was stripped of its symbols: install those that its distribution keeps apart, or give an address: "
                        + name + ":" + binaries.getFirst().path() + ":0x..."
            };
        }
        String[] near = Suggestions.hints(place, names);
        return near.length > 0
                ? near
                : new String[] {
                    "list them with: -l '" + name + ":" + binaries.getFirst().path() + ":*'"
                };
    }

    /** {@code uprobe:BINARY:FUNCTION} with wildcards in the function; {@code uprobe:BINARY} lists all. */
    @Override
    public void list(List<String> pattern, Target target, List<ProbeEntry> out) {
        String file = pattern.getFirst();
        if (pattern.size() > 2 || (pattern.size() == 1 && file.indexOf('*') >= 0)) {
            return;
        }
        Glob glob = new Glob(pattern.size() == 1 ? "*" : pattern.getLast());
        for (UserBinary binary : target.binaries(file, 0).found()) {
            String before = "";
            for (UserSymbol function : binary.functions(glob::matches)) {
                if (!function.name().equals(before)) {
                    before = function.name();
                    out.add(new ProbeEntry(name + ":" + binary.path() + ":" + before, null));
                }
            }
        }
    }
}
