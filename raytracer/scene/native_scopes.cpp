#include "raytracer/scene/native_scopes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "raytracer/scene/native_values.h"

namespace raypool {
namespace {

/// "base_color" for "color", where that is a field of another kind.
std::string_view shortestEndingIn(std::string_view written, std::span<const std::string_view> known) {
    std::string_view best;
    for (const auto name : known) {
        if (name.ends_with("_" + std::string(written)) && (best.empty() || name.size() < best.size())) best = name;
    }
    return best;
}

}  // namespace

void NativeScopes::leave() {
    const Scope& scope = scopes_.back();
    for (JsonId id = document_[scope.node].firstChild; id != kNoJson && !scope.isUnknown && !reader_.isFull();
         id = document_[id].nextSibling) {
        const std::string& key = document_.key(id);
        if (std::find(scope.known.begin(), scope.known.end(), key) != scope.known.end()) continue;
        auto near = nearestName(key, scope.known);
        if (near.empty()) near = shortestEndingIn(key, scope.known);
        std::string hint;
        if (!near.empty()) {
            hint = "did you mean " + inQuotes(near) + "?";
        } else if (scope.known.empty()) {
            hint = "it has no fields";
        } else if (scope.known.size() <= 12) {
            hint = "known: " + listOf(scope.known);
        }
        reader_.add(document_.atKey(id, "unknown field " + inQuotes(key) + " of " + std::string(scope.info->article), hint));
    }
    scopes_.pop_back();
}

JsonId NativeScopes::find(std::string_view name) {
    scopes_.back().known.push_back(name);
    return document_.member(node(), name);
}

JsonId NativeScopes::placeOf(std::string_view name) const {
    const JsonId field = name.empty() ? kNoJson : document_.member(node(), name);
    return field == kNoJson ? node() : field;
}

size_t NativeScopes::oneOf(std::span<const std::string_view> keys) {
    const JsonId node = scopes_.back().node;
    scopes_.back().known.insert(scopes_.back().known.end(), keys.begin(), keys.end());
    std::optional<size_t> first;
    for (size_t i = 0; i < keys.size(); ++i) {
        const JsonId member = document_.member(node, keys[i]);
        if (member == kNoJson) continue;
        if (first) {
            if (!reader_.isFull()) {
                reader_.add(document_.atKey(member, std::string(scopes_.back().info->article) + " can't be both " +
                                                        inQuotes(keys[*first]) + " and " + inQuotes(keys[i]), "keep one of the two"));
            }
            continue;
        }
        first = i;
    }
    if (first) return *first;
    // The near miss is told below, with the unknown keys.
    for (JsonId id = document_[node].firstChild; id != kNoJson && !reader_.isFull(); id = document_[id].nextSibling) {
        if (!nearestName(document_.key(id), keys).empty()) return keys.size();
    }
    reader_.error(node, std::string(scopes_.back().info->article) + " must have a shape", listOf(keys));
    return keys.size();
}

void NativeScopes::exclusive(std::initializer_list<std::string_view> names) {
    std::string_view first;
    for (const auto name : names) {
        const JsonId node = document_.member(scopes_.back().node, name);
        if (node == kNoJson) continue;
        if (first.empty()) {
            first = name;
        } else if (!reader_.isFull()) {
            reader_.add(document_.atKey(node, inQuotes(first) + " and " + inQuotes(name) + " exclude each other", "keep one of the two"));
        }
    }
}
void NativeScopes::needs(std::string_view name, std::initializer_list<std::string_view> others) {
    const JsonId node = document_.member(scopes_.back().node, name);
    if (node == kNoJson || reader_.isFull() || std::any_of(others.begin(), others.end(), [&](auto o) { return has(o); })) return;
    reader_.add(document_.atKey(node, inQuotes(name) + " needs " + listOf({others.begin(), others.size()}), ""));
}
void NativeScopes::required(std::initializer_list<std::string_view> names) {
    if (std::any_of(names.begin(), names.end(), [&](auto n) { return has(n); })) return;
    const Scope& scope = scopes_.back();
    // A near miss is told with the unknown fields.
    for (JsonId id = document_[scope.node].firstChild; id != kNoJson && !reader_.isFull(); id = document_[id].nextSibling) {
        const std::string& key = document_.key(id);
        const bool isKnown = std::find(scope.known.begin(), scope.known.end(), key) != scope.known.end();
        if (!isKnown && !nearestName(key, {names.begin(), names.size()}).empty()) return;
    }
    reader_.error(scope.node, std::string(scope.info->article) + " needs " + listOf({names.begin(), names.size()}));
}

}  // namespace raypool
