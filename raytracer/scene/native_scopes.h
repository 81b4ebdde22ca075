// The objects of a scene's text that are being read, one in the other: which fields they may have, and which go together.
#pragma once
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "raytracer/scene/fields.h"
#include "raytracer/scene/json_reader.h"

namespace raypool {

class NativeScopes {
public:
    NativeScopes(JsonReader& reader, const JsonDocument& document) : reader_(reader), document_(document) {}

    void enter(JsonId node, const TypeInfo& info) { scopes_.push_back({node, &info}); }
    /// Says which of the object's fields nobody has asked for.
    void leave();
    bool isOutermost() const { return scopes_.size() <= 1; }
    JsonId node() const { return scopes_.back().node; }
    const TypeInfo& info() const { return *scopes_.back().info; }

    /// A field that is known from now on; kNoJson: it is not there.
    JsonId find(std::string_view name);
    bool has(std::string_view name) const { return document_.member(node(), name) != kNoJson; }
    /// The field's place, or the object's.
    JsonId placeOf(std::string_view name) const;
    /// The object's kind isn't known, so its fields aren't.
    void setUnknown() { scopes_.back().isUnknown = true; }

    /// The first of these keys that is there; none and more than one are problems. keys.size(): none.
    size_t oneOf(std::span<const std::string_view> keys);
    void exclusive(std::initializer_list<std::string_view> names);
    void needs(std::string_view name, std::initializer_list<std::string_view> others);
    void required(std::initializer_list<std::string_view> names);

private:
    struct Scope {
        JsonId node;
        const TypeInfo* info;
        std::vector<std::string_view> known{};
        bool isUnknown = false;
    };

    JsonReader& reader_;
    const JsonDocument& document_;
    std::vector<Scope> scopes_;
};

}  // namespace raypool
