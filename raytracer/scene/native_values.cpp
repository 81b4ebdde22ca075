#include "raytracer/scene/native_values.h"

#include <algorithm>
#include <cmath>

#include "raytracer/scene/number_text.h"

namespace raypool {

std::string inQuotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

std::string rangeText(const Limits& limits) {
    std::string out = limits.min == limits.max ? numberText(limits.min) : numberText(limits.min) + " to " + numberText(limits.max);
    if (!limits.unit.empty()) out += " " + std::string(limits.unit);
    return out;
}

std::string listOf(std::span<const std::string_view> names) {
    std::string out;
    for (size_t i = 0; i < names.size(); ++i) {
        out += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + inQuotes(names[i]);
    }
    return out;
}

void NativeValues::wrongType(JsonId node, std::string_view name, std::string_view expected) {
    reader_.error(node, inQuotes(name) + " must be " + std::string(expected) + ", not " + std::string(typeName(document_[node].type)));
}
bool NativeValues::expectString(JsonId node, std::string_view name) {
    if (document_[node].type == JsonType::kString) return true;
    wrongType(node, name, "a string");
    return false;
}

bool NativeValues::expectItems(JsonId node, std::string_view name) {
    if (!reader_.expectArray(node, inQuotes(name))) return false;
    if (document_[node].childCount > 0) return true;
    reader_.error(node, inQuotes(name) + " is empty");
    return false;
}

bool NativeValues::readNumber(JsonId node, std::string_view name, bool isWhole, const Limits& limits, double& out) {
    if (!isNumber(document_[node].type)) {
        wrongType(node, name, "a number");
        return false;
    }
    const double value = document_[node].number;
    if (isWhole && value != std::floor(value)) {
        reader_.error(node, inQuotes(name) + " must be a whole number", rangeText(limits));
        return false;
    }
    if (!(value >= limits.min && value <= limits.max)) {
        reader_.error(node, inQuotes(name) + " is out of range", rangeText(limits));
        return false;
    }
    out = value;
    return true;
}

bool NativeValues::readNumbers(JsonId node, std::string_view name, std::span<double> out, const Limits& limits, const std::string& what) {
    const auto& array = document_[node];
    if (array.type != JsonType::kArray) {
        wrongType(node, name, what);
        return false;
    }
    if (array.childCount != out.size() || array.isPacked) {
        reader_.error(node, inQuotes(name) + " must be " + what + ", not " + std::to_string(array.childCount));
        return false;
    }
    bool good = true;
    size_t i = 0;
    for (JsonId id = array.firstChild; id != kNoJson; id = document_[id].nextSibling) {
        good = readNumber(id, name, false, limits, out[i++]) && good;
    }
    return good;
}

std::optional<size_t> NativeValues::readChoice(JsonId node, std::string_view name, std::span<const std::string_view> names) {
    if (!expectString(node, name)) return std::nullopt;
    const std::string& written = document_.string(document_[node].string);
    const auto found = std::find(names.begin(), names.end(), written);
    if (found != names.end()) return static_cast<size_t>(found - names.begin());
    if (reader_.isFull()) return std::nullopt;
    const auto near = nearestName(written, names);
    reader_.error(node, "unknown " + inQuotes(name) + " " + inQuotes(written),
                  near.empty() ? (names.size() > 20 ? "one of " + std::to_string(names.size()) + " names: see the reference" : listOf(names)) : "did you mean " + inQuotes(near) + "?");
    return std::nullopt;
}

bool NativeValues::readRows(JsonId node, std::string_view name, uint32_t width, NumberRows& out) {
    const auto& array = document_[node];
    const auto unequal = [&](JsonId row, size_t count) {
        reader_.error(row, "a row of " + inQuotes(name) + " must have " + std::to_string(width) + " numbers, not " + std::to_string(count));
        return false;
    };
    if (array.isPacked) {
        out.packed = node;
        out.values = document_.numbers(node);
        if (array.rowLength != 0 && array.rowLength != width) return unequal(node, array.rowLength);
    } else {
        const auto take = [&](JsonId id) {
            if (!isNumber(document_[id].type)) {
                wrongType(id, name, "numbers");
                return false;
            }
            out.own.push_back(document_[id].number);
            out.nodes.push_back(id);
            return true;
        };
        const bool nested = array.firstChild != kNoJson && document_[array.firstChild].type == JsonType::kArray;
        for (JsonId id = array.firstChild; id != kNoJson; id = document_[id].nextSibling) {
            if (!nested) {
                if (!take(id)) return false;
                continue;
            }
            if (document_[id].type != JsonType::kArray) return wrongType(id, name, "rows of numbers"), false;
            if (document_[id].childCount != width) return unequal(id, document_[id].childCount);
            for (JsonId n = document_[id].firstChild; n != kNoJson; n = document_[n].nextSibling) {
                if (!take(n)) return false;
            }
        }
        out.values = out.own;
    }
    if (out.values.size() % width == 0) return true;
    reader_.error(node, inQuotes(name) + " has " + std::to_string(out.values.size()) + " numbers", "a multiple of " + std::to_string(width));
    return false;
}
bool NativeValues::checkRange(const NumberRows& rows, std::string_view name, const Limits& limits, bool isWhole) {
    for (size_t i = 0; i < rows.values.size(); ++i) {
        const double v = rows.values[i];
        const bool whole = !isWhole || v == std::floor(v);
        if (v >= limits.min && v <= limits.max && whole) continue;
        const std::string message = inQuotes(name) + (whole ? " is out of range" : " must be whole numbers");
        if (rows.packed != kNoJson) {
            reader_.add(document_.atNumber(rows.packed, i, message, rangeText(limits)));
        } else {
            reader_.error(rows.nodes[i], message, rangeText(limits));
        }
        return false;   // one is enough: the others are likely of the same kind
    }
    return true;
}

}  // namespace raypool
