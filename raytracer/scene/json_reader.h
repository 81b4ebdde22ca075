// Reads typed fields from a JsonDocument and gathers every problem on the way, each at its place.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "raytracer/scene/json_document.h"

namespace raypool {

/// The nearest of `known` to what somebody wrote, if it is near enough to be meant; else empty.
std::string_view nearestName(std::string_view written, std::span<const std::string_view> known);
inline std::string_view nearestName(std::string_view written, std::initializer_list<std::string_view> known) {
    return nearestName(written, std::span(known.begin(), known.size()));
}

class JsonReader {
public:
    explicit JsonReader(const JsonDocument& document) : document_(document) {}

    const JsonDocument& document() const { return document_; }
    Diagnostics& problems() { return problems_; }
    Diagnostics& warnings() { return warnings_; }

    /// True after the first hundred problems: the rest is left out, so need not be worded.
    bool isFull() const;
    /// Adds a problem, unless there are enough.
    void add(Diagnostic problem);
    void error(JsonId at, std::string message, std::string hint = {});
    void warn(JsonId at, std::string message, std::string hint = {});

    /// True if the node is of that type; else an error that names what is expected, e.g. "a sphere".
    bool expectObject(JsonId node, std::string_view what);
    bool expectArray(JsonId node, std::string_view what);
    /// False, with an error, for an array of numbers so long that they are no nodes (see JsonDocument::Node::isPacked).
    bool expectNoNumbers(JsonId array, std::string_view what);

    /// The member, or kNoJson with an error at the object. A near miss among its keys becomes the hint.
    JsonId required(JsonId object, std::string_view name);

    /// Required number fields. On a problem `out` stays as it is and false comes back.
    bool number(JsonId object, std::string_view name, double& out);
    bool number(JsonId object, std::string_view name, float& out);
    bool integer(JsonId object, std::string_view name, uint32_t& out, uint32_t min, uint32_t max);

private:
    JsonId requiredNumber(JsonId object, std::string_view name);

    const JsonDocument& document_;
    Diagnostics problems_, warnings_;
};

}  // namespace raypool
