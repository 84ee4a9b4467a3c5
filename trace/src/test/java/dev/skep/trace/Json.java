package dev.skep.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of JSON (RFC 8259) for tests: objects become maps, arrays lists, numbers doubles. A name that an object
 * has twice is an error.
 */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if the text is no JSON value */
    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.demand(json.at == text.length(), "end");
        return value;
    }

    private Object value() {
        space();
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
        space();
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        space();
        while (peek() != '}') {
            demand(members.isEmpty() || text.charAt(at++) == ',', "comma");
            space();
            String name = string();
            space();
            demand(text.charAt(at++) == ':', "colon");
            demand(members.put(name, value()) == null, "a new name, not " + name);
        }
        at++;
        return members;
    }

    private List<Object> array() {
        List<Object> elements = new ArrayList<>();
        at++;
        space();
        while (peek() != ']') {
            demand(elements.isEmpty() || text.charAt(at++) == ',', "comma");
            elements.add(value());
        }
        at++;
        return elements;
    }

    private String string() {
        demand(peek() == '"', "string");
        at++;
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            demand(c >= ' ', "no control character");
            out.append(c == '\\' ? escape() : c);
        }
        at++;
        return out.toString();
    }

    private char escape() {
        char c = text.charAt(at++);
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int index = "\"\\/bfnrt".indexOf(c);
        demand(index >= 0, "escape");
        return "\"\\/\b\f\n\r\t".charAt(index);
    }

    private Double number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        demand(number.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?"), "number");
        return Double.valueOf(number);
    }

    private Object word(String word, Object value) {
        demand(text.startsWith(word, at), word);
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        demand(at < text.length(), "more");
        return text.charAt(at);
    }

    private void demand(boolean truth, String what) {
        if (!truth) {
            throw new IllegalArgumentException("expected " + what + " at " + at + " of " + text);
        }
    }
}
