// A JSON text as flat nodes that know their place, so that every later error can name line, column and pointer.
// nlohmann/json does the parsing (its SAX interface, iterative: nesting costs no stack); it reports no positions, so a
// small scanner walks the same text in step with its events.
#pragma once
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/core/text_location.h"

namespace raypool {

enum class JsonType : uint8_t { kNull, kBool, kInteger, kUnsigned, kFloat, kString, kArray, kObject };

std::string_view typeName(JsonType type);

/// Index of a node; the root is 0.
using JsonId = uint32_t;
constexpr JsonId kNoJson = ~0U;

/// More problems than anyone reads are not worth the memory: a text of a million wrong values has as many.
constexpr size_t kMaxJsonProblems = 100;

/// What a text may ask for before it is refused: a node takes some 60 bytes, however few a text needs to make one.
struct JsonLimits {
    size_t values = size_t{8} << 20;     // nodes; numbers in long arrays are none
    size_t numbers = size_t{64} << 20;   // in long arrays
    size_t depth = 200000;
};

class JsonDocument {
public:
    struct Node {
        JsonType type = JsonType::kNull;
        bool boolean = false;
        /// A long array of numbers, or of rows of as many numbers each: childCount says how many items, but they are no
        /// nodes. numbers() has them.
        bool isPacked = false;
        uint8_t rowLength = 0;            // of packed rows; 0: numbers
        JsonId parent = kNoJson, firstChild = kNoJson, nextSibling = kNoJson;
        uint32_t childCount = 0;
        uint32_t indexInParent = 0;
        uint32_t key = kNoString;         // index into strings(), for members of objects
        uint32_t string = kNoString;      // for strings; packed: where its numbers begin
        double number = 0;                // for numbers of every kind
        uint32_t from = 0, to = 0;        // bytes of the value in the text
        uint32_t keyFrom = 0, keyTo = 0;  // bytes of its key
    };
    static constexpr uint32_t kNoString = ~0U;

    /// Largest text that is read, in bytes; larger ones are refused before any memory is spent.
    static constexpr size_t kMaxBytes = size_t{256} << 20;

    /// Errors: a syntax error at its place, a key that stands twice in one object, a text that is too large or asks for
    /// too much.
    /// The document keeps a view of the text, which has to outlive it.
    static Result<JsonDocument> parse(std::string_view text, const JsonLimits& limits = {});
    template <std::same_as<std::string> Temporary>
    static Result<JsonDocument> parse(Temporary&& text, const JsonLimits& limits = {}) = delete;

    const Node& operator[](JsonId id) const { return nodes_[id]; }
    const std::string& string(uint32_t index) const { return strings_[index]; }
    const std::string& key(JsonId id) const { return strings_[nodes_[id].key]; }

    /// The numbers of a packed array, row after row.
    std::span<const double> numbers(JsonId id) const;
    /// A diagnostic at number i of a packed array.
    Diagnostic atNumber(JsonId id, size_t i, std::string message, std::string hint = {}) const;

    /// The member of an object by its name, or kNoJson.
    JsonId member(JsonId object, std::string_view name) const;

    /// RFC 6901 pointer to the node.
    std::string pointer(JsonId id) const;

    /// A diagnostic at the node's value.
    Diagnostic at(JsonId id, std::string message, std::string hint = {}) const;
    /// A diagnostic at the node's key.
    Diagnostic atKey(JsonId id, std::string message, std::string hint = {}) const;

private:
    friend class JsonBuilder;
    explicit JsonDocument(std::string_view text) : text_(text), locator_(text) {}
    /// Calls f(i, from, to) for the numbers of a packed array until it returns false.
    template <class F>
    void scanNumbers(JsonId id, F f) const;
    Diagnostic place(uint32_t from, uint32_t to, std::string pointer, std::string message, std::string hint) const;

    std::string_view text_;   // must live while diagnostics are made
    TextLocator locator_;
    std::vector<Node> nodes_;
    std::vector<double> numbers_;
    std::vector<std::string> strings_;
};

}  // namespace raypool
