// Values of a scene's text: numbers, lists of them and names, with what is wrong said at its place.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/scene/fields.h"
#include "raytracer/scene/json_reader.h"

namespace raypool {

inline bool isNumber(JsonType type) { return type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat; }

/// For messages: "a name", `0 to 1 m`, "a", "b" or "c".
std::string inQuotes(std::string_view name);
std::string rangeText(const Limits& limits);
std::string listOf(std::span<const std::string_view> names);

/// The numbers of an array, wherever they are kept, and where each stands.
struct NumberRows {
    std::span<const double> values;
    std::vector<double> own;
    JsonId packed = kNoJson;
    std::vector<JsonId> nodes;
};

/// Each function says what is wrong, if so, and returns false. name: of the field.
class NativeValues {
public:
    NativeValues(JsonReader& reader, const JsonDocument& document) : reader_(reader), document_(document) {}

    void wrongType(JsonId node, std::string_view name, std::string_view expected);
    bool expectString(JsonId node, std::string_view name);
    /// An array that is not empty.
    bool expectItems(JsonId node, std::string_view name);
    bool readNumber(JsonId node, std::string_view name, bool isWhole, const Limits& limits, double& out);
    bool readNumbers(JsonId node, std::string_view name, std::span<double> out, const Limits& limits, const std::string& what);
    std::optional<size_t> readChoice(JsonId node, std::string_view name, std::span<const std::string_view> names);
    /// An array of numbers, or of rows of `width` numbers.
    bool readRows(JsonId node, std::string_view name, uint32_t width, NumberRows& out);
    bool checkRange(const NumberRows& rows, std::string_view name, const Limits& limits, bool isWhole);

private:
    JsonReader& reader_;
    const JsonDocument& document_;
};

}  // namespace raypool
