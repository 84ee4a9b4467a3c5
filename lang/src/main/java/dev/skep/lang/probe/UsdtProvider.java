package dev.skep.lang.probe;

import java.util.List;

/** {@code usdt:FILE:[NAMESPACE:]NAME}: not supported by this version. */
final class UsdtProvider extends UnsupportedProvider {
    UsdtProvider() {
        super("usdt", List.of("U"));
    }

    @Override
    boolean check(AttachPattern point, Expansion expansion) {
        boolean whole = point.size() == 3 || point.size() == 4;
        for (int i = 1; i < point.size(); i++) {
            whole &= !point.part(i).isEmpty();
        }
        return whole
                || wrong(
                        point,
                        expansion,
                        "usdt probe type requires 2 or 3 arguments",
                        "it is written: usdt:FILE:NAME or usdt:FILE:NAMESPACE:NAME");
    }
}
