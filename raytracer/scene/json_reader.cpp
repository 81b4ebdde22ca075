#include "raytracer/scene/json_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace raypool {
namespace {

/// Letters inserted, left out, replaced, or exchanged with their neighbour (optimal string alignment).
size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<size_t> twoAbove(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    std::iota(row.begin(), row.end(), size_t{0});
    for (size_t i = 1; i <= a.size(); ++i) {
        twoAbove.swap(above);
        above.swap(row);
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], twoAbove[j - 2] + 1);
        }
    }
    return row.back();
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

bool isNear(std::string_view written, std::string_view known) {
    if (written.size() > 64) return false;   // the distance costs the product of the lengths
    const size_t distance = editDistance(lower(written), lower(known));
    return distance <= std::max<size_t>(1, known.size() / 3) && distance < known.size();   // "x" is not "y" misspelt
}

}  // namespace

std::string_view nearestName(std::string_view written, std::span<const std::string_view> known) {
    std::string_view best;
    size_t bestDistance = std::numeric_limits<size_t>::max();
    for (const auto candidate : known) {
        if (!isNear(written, candidate)) continue;
        const size_t distance = editDistance(lower(written), lower(candidate));
        if (distance < bestDistance) best = candidate, bestDistance = distance;
    }
    return best;
}

bool JsonReader::isFull() const { return problems_.size() >= kMaxJsonProblems; }

void JsonReader::add(Diagnostic problem) {
    if (!isFull()) problems_.push_back(std::move(problem));
}

void JsonReader::error(JsonId at, std::string message, std::string hint) {
    if (!isFull()) add(document_.at(at, std::move(message), std::move(hint)));
}

void JsonReader::warn(JsonId at, std::string message, std::string hint) {
    if (warnings_.size() >= kMaxJsonProblems) return;
    warnings_.push_back(document_.at(at, std::move(message), std::move(hint)));
    warnings_.back().severity = Severity::kWarning;
}

bool JsonReader::expectObject(JsonId node, std::string_view what) {
    if (document_[node].type == JsonType::kObject) return true;
    error(node, std::string(what) + " must be an object, not " + std::string(typeName(document_[node].type)));
    return false;
}

bool JsonReader::expectArray(JsonId node, std::string_view what) {
    if (document_[node].type == JsonType::kArray) return true;
    error(node, std::string(what) + " must be an array, not " + std::string(typeName(document_[node].type)));
    return false;
}

bool JsonReader::expectNoNumbers(JsonId array, std::string_view what) {
    if (!document_[array].isPacked) return true;
    if (!isFull()) add(document_.atNumber(array, 0, std::string(what) + " must not hold numbers"));
    return false;
}

JsonId JsonReader::required(JsonId object, std::string_view name) {
    const JsonId found = document_.member(object, name);
    if (found != kNoJson) return found;
    if (isFull()) return kNoJson;
    for (JsonId id = document_[object].firstChild; id != kNoJson; id = document_[id].nextSibling) {
        if (!isNear(document_.key(id), name)) continue;
        add(document_.atKey(id, "missing field \"" + std::string(name) + "\"",
                            "is \"" + document_.key(id) + "\" meant to be it?"));
        return kNoJson;
    }
    error(object, "missing field \"" + std::string(name) + "\"");
    return kNoJson;
}

JsonId JsonReader::requiredNumber(JsonId object, std::string_view name) {
    const JsonId id = required(object, name);
    if (id == kNoJson) return id;
    const JsonType type = document_[id].type;
    if (type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat) return id;
    error(id, "\"" + std::string(name) + "\" must be a number, not " + std::string(typeName(type)));
    return kNoJson;
}

bool JsonReader::number(JsonId object, std::string_view name, double& out) {
    const JsonId id = requiredNumber(object, name);
    if (id == kNoJson) return false;
    out = document_[id].number;
    return true;
}

bool JsonReader::number(JsonId object, std::string_view name, float& out) {
    double value = 0;
    if (!number(object, name, value)) return false;
    const auto narrow = static_cast<float>(value);
    if (!std::isfinite(narrow)) {
        error(document_.member(object, name), "\"" + std::string(name) + "\" is too large",
              "at most 3.4e38, single precision");
        return false;
    }
    out = narrow;
    return true;
}

bool JsonReader::integer(JsonId object, std::string_view name, uint32_t& out, uint32_t min, uint32_t max) {
    const JsonId id = requiredNumber(object, name);
    if (id == kNoJson) return false;
    const double value = document_[id].number;
    const std::string range = std::to_string(min) + " to " + std::to_string(max);
    if (value != std::floor(value)) {
        error(id, "\"" + std::string(name) + "\" must be a whole number", range);
        return false;
    }
    if (value < min || value > max) {
        error(id, "\"" + std::string(name) + "\" is out of range", range);
        return false;
    }
    out = static_cast<uint32_t>(value);
    return true;
}

}  // namespace raypool
