#include <algorithm>
#include <cmath>

#include "raytracer/loaders/tray_rust_reader.h"

namespace raypool {
namespace {

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

/// 15 digits, without zeros at the end.
std::string plainText(double value) {
    std::string out = std::to_string(value);
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    return out;
}

std::string rangeText(double min, double max) {
    if (max >= 1e9) return min > -1e9 ? "at least " + (min > 0 && min < 1e-3 ? "a little more than 0" : plainText(min)) : "a number";
    return plainText(min) + " to " + plainText(max);
}

}  // namespace

bool TrayRustReader::isNumber(JsonId node) const {
    const JsonType type = document_[node].type;
    return type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat;
}

void TrayRustReader::warnUnknown(JsonId object, std::string_view what, std::initializer_list<std::string_view> known) {
    if (document_[object].type != JsonType::kObject) return;
    for (JsonId id = document_[object].firstChild; id != kNoJson && reader_.warnings().size() < 100; id = document_[id].nextSibling) {
        const std::string& key = document_.key(id);
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        Diagnostic warning = document_.atKey(id, std::string(what) + " has no field " + quoted(key) + ": it is left alone");
        const auto near = nearestName(key, known);
        if (!near.empty()) warning.hint = "did you mean " + quoted(near) + "?";
        warning.severity = Severity::kWarning;
        reader_.warnings().push_back(std::move(warning));
    }
}

bool TrayRustReader::value(JsonId node, std::string_view name, double min, double max, double& out) {
    if (!isNumber(node)) {
        reader_.error(node, quoted(name) + " must be a number, not " + std::string(typeName(document_[node].type)));
        return false;
    }
    const double v = document_[node].number;
    if (!(v >= min && v <= max)) {
        reader_.error(node, quoted(name) + " is out of range", rangeText(min, max));
        return false;
    }
    out = v;
    return true;
}

bool TrayRustReader::number(JsonId object, std::string_view name, double min, double max, double& out) {
    const JsonId node = required(object, name);
    return node != kNoJson && value(node, name, min, max, out);
}

bool TrayRustReader::numbers(JsonId node, std::string_view name, size_t count, double* out) {
    const auto& array = document_[node];
    if (array.type != JsonType::kArray || array.isPacked || array.childCount != count) {
        reader_.error(node, quoted(name) + " must be " + std::to_string(count) + " numbers",
                      array.type == JsonType::kArray ? "there are " + std::to_string(array.childCount) : std::string());
        return false;
    }
    bool good = true;
    for (JsonId id = array.firstChild; id != kNoJson; id = document_[id].nextSibling) good = value(id, name, -1e9, 1e9, *out++) && good;
    return good;
}

bool TrayRustReader::vector(JsonId object, std::string_view name, dvec3& out) {
    const JsonId node = required(object, name);
    return node != kNoJson && numbers(node, name, 3, &out.x);
}

bool TrayRustReader::numberList(JsonId object, std::string_view name, std::vector<double>& out) {
    const JsonId node = required(object, name);
    if (node == kNoJson || !reader_.expectArray(node, quoted(name))) return false;
    if (document_[node].isPacked) {
        const auto packed = document_.numbers(node);
        out.assign(packed.begin(), packed.end());
    } else {
        for (JsonId id = document_[node].firstChild; id != kNoJson; id = document_[id].nextSibling) {
            double v = 0;
            if (!value(id, name, -1e9, 1e9, v)) return false;
            out.push_back(v);
        }
    }
    if (document_[node].isPacked && document_[node].rowLength != 0) {
        reader_.error(node, quoted(name) + " must be numbers, not rows of them");
        return false;
    }
    if (!out.empty() && std::all_of(out.begin(), out.end(), [](double v) { return std::fabs(v) <= 1e9; })) return true;
    reader_.error(node, out.empty() ? quoted(name) + " is empty" : quoted(name) + " is out of range", out.empty() ? "" : "up to 1e9");
    return false;
}

bool TrayRustReader::text(JsonId object, std::string_view name, std::string& out) {
    const JsonId node = required(object, name);
    if (node == kNoJson) return false;
    if (document_[node].type != JsonType::kString) {
        reader_.error(node, quoted(name) + " must be a string, not " + std::string(typeName(document_[node].type)));
        return false;
    }
    out = document_.string(document_[node].string);
    if (!out.empty()) return true;
    reader_.error(node, quoted(name) + " is empty");
    return false;
}

std::string_view TrayRustReader::kind(JsonId object, std::string_view what, std::initializer_list<std::string_view> names) {
    std::string written;
    const std::string_view key = what == "emitter" ? "emitter" : "type";
    if (!text(object, key, written)) return {};
    for (const auto name : names) {
        if (written == name) return name;
    }
    if (isFull()) return {};
    std::string known;
    for (const auto name : names) known += (known.empty() ? "" : ", ") + quoted(name);
    const auto near = nearestName(written, names);
    reader_.error(document_.member(object, key), "unknown type " + quoted(written) + " of " + std::string(what),
                  near.empty() ? "one of " + known : "did you mean " + quoted(near) + "?");
    return {};
}

bool TrayRustReader::color(JsonId node, std::string_view name, Rgb& out) {
    const auto& array = document_[node];
    const bool isColor = array.type == JsonType::kArray && !array.isPacked && (array.childCount == 3 || array.childCount == 4);
    if (!isColor) {
        reader_.error(node, quoted(name) + " must be a colour", "[red, green, blue] or [red, green, blue, strength]");
        return false;
    }
    double v[4]{0, 0, 0, 1};
    if (!numbers(node, name, array.childCount, v)) return false;
    for (const double c : v) {
        if (c >= 0) continue;
        reader_.error(node, quoted(name) + " must not be below 0");
        return false;
    }
    const auto part = [&](int i) { return static_cast<float>(std::min(v[i] * v[3], 1e9)); };
    out = {part(0), part(1), part(2)};
    return true;
}

}  // namespace raypool
