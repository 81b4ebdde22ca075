#include "raytracer/scene/json_document.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "raytracer/scene/json_syntax_hints.h"

namespace raypool {
namespace {

/// Arrays of so many numbers, or so many rows of at most kMaxRow numbers, are packed: a node takes 56 bytes.
constexpr uint32_t kPackFrom = 64;
constexpr uint32_t kMaxRow = 16;

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string_view typeName(JsonType type) {
    switch (type) {
        case JsonType::kNull: return "null";
        case JsonType::kBool: return "a boolean";
        case JsonType::kInteger:
        case JsonType::kUnsigned:
        case JsonType::kFloat: return "a number";
        case JsonType::kString: return "a string";
        case JsonType::kArray: return "an array";
        case JsonType::kObject: return "an object";
    }
    return "";
}

/// Receives nlohmann's events and appends nodes; one token of the text is scanned for each event.
class JsonBuilder {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    JsonBuilder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits), document_(text) {
        // A byte order mark is skipped by nlohmann, too.
        if (text_.starts_with("\xEF\xBB\xBF")) position_ = 3;
    }

    bool null() { return leaf(JsonType::kNull); }
    bool boolean(bool value) {
        if (!leaf(JsonType::kBool)) return false;
        document_.nodes_.back().boolean = value;
        return true;
    }
    bool number_integer(number_integer_t value) { return number(JsonType::kInteger, static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) { return number(JsonType::kUnsigned, static_cast<double>(value)); }
    bool number_float(number_float_t value, const string_t&) { return number(JsonType::kFloat, value); }
    bool string(string_t& value) {
        if (!leaf(JsonType::kString)) return false;
        document_.nodes_.back().string = store(value);
        return true;
    }
    bool binary(binary_t&) { return false; }
    bool start_object(size_t) { return open(JsonType::kObject); }
    bool start_array(size_t) { return open(JsonType::kArray); }
    bool end_object() {
        close();
        keys_.pop_back();
        return true;
    }
    bool end_array() {
        close();
        return true;
    }
    bool key(string_t& name) {
        nextToken();
        keyFrom_ = tokenFrom_;
        keyTo_ = position_;
        // The values of a key that stands twice would hide each other: say so at the second one.
        if (!keys_.back().insert(name).second && problems_.size() < kMaxJsonProblems) {
            std::string pointer = document_.pointer(stack_.back().id);
            problems_.push_back(document_.place(keyFrom_, keyTo_, pointer, "key \"" + name + "\" stands twice in this object",
                                                "keep one of the two"));
        }
        pendingKey_ = store(name);
        return true;
    }
    bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& error) {
        // position counts the bytes read, the offending one included. Its token begins behind the last one that was
        // good; nlohmann's own idea of the token begins somewhere before that.
        const auto end = static_cast<uint32_t>(std::clamp<size_t>(position, 1, std::max<size_t>(text_.size(), 1)));
        const size_t bom = position_ == 3 && document_.nodes_.empty() ? 3 : 0;
        const bool empty = text_.find_first_not_of(" \t\r\n", bom) == std::string_view::npos;
        skipSeparators();
        const uint32_t from = std::min(position_, end - 1);
        const SyntaxProblem problem = empty ? SyntaxProblem{"the scene is empty", ""} : explainSyntaxError(error.what(), text_.substr(from));
        const std::string pointer = stack_.empty() ? "" : document_.pointer(stack_.back().id);
        problems_.push_back(document_.place(from, end, pointer, problem.message, problem.hint));
        return false;
    }

    Result<JsonDocument> finish() {
        // nlohmann takes a NUL for the end of the text, whatever follows.
        const size_t nul = text_.find('\0');
        if (problems_.empty() && nul != std::string_view::npos) {
            const auto from = static_cast<uint32_t>(nul);
            problems_.push_back(document_.place(from, from + 1, "", "a NUL character is not allowed here", ""));
        }
        if (!problems_.empty()) return std::unexpected(std::move(problems_));
        return std::move(document_);
    }

private:
    uint32_t store(std::string& value) {
        document_.strings_.push_back(std::move(value));
        return static_cast<uint32_t>(document_.strings_.size() - 1);
    }

    void skipSeparators() {
        while (position_ < text_.size() &&
               (isSpace(text_[position_]) || text_[position_] == ',' || text_[position_] == ':')) {
            ++position_;
        }
    }

    /// Steps over white space and separators, then over one token; its range is [tokenFrom_, position_).
    void nextToken() {
        skipSeparators();
        tokenFrom_ = position_;
        if (position_ >= text_.size()) return;
        const char first = text_[position_++];
        if (first == '"') {
            while (position_ < text_.size() && text_[position_] != '"') position_ += text_[position_] == '\\' ? 2 : 1;
            ++position_;
        } else if (first != '{' && first != '[' && first != '}' && first != ']') {
            while (position_ < text_.size() && !isSpace(text_[position_]) &&
                   std::string_view(",:]}").find(text_[position_]) == std::string_view::npos) {
                ++position_;
            }
        }
    }

    /// An array or object whose end has not come.
    struct Open {
        JsonId id;
        JsonId lastChild = kNoJson;
        bool onlyNumbers = true;
        bool onlyRows = true;      // of one length, 1 to kMaxRow
    };

    void link(Open& open, JsonId child) {
        auto& nodes = document_.nodes_;
        if (open.lastChild == kNoJson) {
            nodes[open.id].firstChild = child;
        } else {
            nodes[open.lastChild].nextSibling = child;
        }
        open.lastChild = child;
    }

    /// Refuses what would take more memory than a scene is worth.
    bool tooMuch(std::string message, std::string hint) {
        problems_.push_back(document_.place(tokenFrom_, position_, stack_.empty() ? "" : document_.pointer(stack_.back().id),
                                            std::move(message), std::move(hint)));
        return false;
    }

    bool append(JsonType type) {
        auto& nodes = document_.nodes_;
        if (nodes.size() >= limits_.values) {
            return tooMuch("the scene has too many values", "at most " + std::to_string(limits_.values) +
                                                                "; the numbers of a long array count as one");
        }
        if (!stack_.empty()) makeRoom(stack_.back(), type);
        const auto id = static_cast<JsonId>(nodes.size());
        JsonDocument::Node node;
        node.type = type;
        node.from = tokenFrom_;
        node.to = position_;
        if (!stack_.empty()) {
            node.parent = stack_.back().id;
            auto& parent = nodes[node.parent];
            node.indexInParent = parent.childCount++;
            if (parent.type == JsonType::kObject) {
                node.key = pendingKey_;
                node.keyFrom = keyFrom_;
                node.keyTo = keyTo_;
            }
            link(stack_.back(), id);
        }
        nodes.push_back(node);
        return true;
    }

    // --- Packing. The items of an array that may be packed are the last nodes, as nothing else came since it began.

    /// Before a child of that type: items of another one have to be nodes again.
    void makeRoom(Open& open, JsonType type) {
        const auto& node = document_.nodes_[open.id];
        if (node.isPacked && !(node.rowLength > 0 && type == JsonType::kArray)) unpack(open, kNoJson);
        open.onlyRows = open.onlyRows && type == JsonType::kArray;
        open.onlyNumbers = open.onlyNumbers && isNumber(type);
    }
    static bool isNumber(JsonType type) {
        return type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat;
    }

    void pack(Open& open, uint32_t rowLength) {
        auto& nodes = document_.nodes_;
        auto& node = nodes[open.id];
        node.string = static_cast<uint32_t>(document_.numbers_.size());
        for (size_t i = node.firstChild; i < nodes.size(); ++i) {
            if (nodes[i].type != JsonType::kArray) document_.numbers_.push_back(nodes[i].number);
        }
        nodes.resize(node.firstChild);
        node.isPacked = true;
        node.rowLength = static_cast<uint8_t>(rowLength);
        node.firstChild = open.lastChild = kNoJson;
    }

    /// Turns the items into nodes again; `next` is an item behind them that is one already.
    void unpack(Open& open, JsonId next) {
        auto& nodes = document_.nodes_;
        const JsonDocument::Node packed = nodes[open.id];
        const std::vector<double> values(document_.numbers_.begin() + packed.string, document_.numbers_.end());
        nodes[open.id].string = JsonDocument::kNoString;
        nodes[open.id].isPacked = false;
        nodes[open.id].rowLength = 0;
        nodes[open.id].firstChild = open.lastChild = kNoJson;
        open.onlyNumbers = open.onlyRows = false;
        Open row{open.id};
        document_.scanNumbers(open.id, [&](size_t i, uint32_t from, uint32_t to) {
            const size_t length = std::max<size_t>(packed.rowLength, 1);
            if (packed.rowLength > 0 && i % length == 0) {
                row = {static_cast<JsonId>(nodes.size())};
                // The row begins at its bracket and ends behind the one after its last number.
                add(open, JsonType::kArray, static_cast<uint32_t>(text_.rfind('[', from)), to, i / length);
            }
            Open& parent = packed.rowLength > 0 ? row : open;
            add(parent, JsonType::kFloat, from, to, i % (packed.rowLength > 0 ? length : values.size()));
            nodes.back().number = values[i];
            if (packed.rowLength > 0) {
                ++nodes[row.id].childCount;
                nodes[row.id].to = static_cast<uint32_t>(std::min(text_.find(']', to), text_.size() - 1) + 1);
            }
            return i + 1 < values.size();
        });
        document_.numbers_.resize(packed.string);
        if (next != kNoJson) link(open, next);
    }
    void add(Open& parent, JsonType type, uint32_t from, uint32_t to, size_t index) {
        JsonDocument::Node node;
        node.type = type;
        node.from = from;
        node.to = to;
        node.parent = parent.id;
        node.indexInParent = static_cast<uint32_t>(index);
        const auto id = static_cast<JsonId>(document_.nodes_.size());
        document_.nodes_.push_back(node);
        link(parent, id);
    }

    bool leaf(JsonType type) {
        nextToken();
        return append(type);
    }
    bool number(JsonType type, double value) {
        nextToken();
        if (!stack_.empty()) {
            auto& parent = document_.nodes_[stack_.back().id];
            if (parent.isPacked && parent.rowLength == 0) {
                if (document_.numbers_.size() >= limits_.numbers) {
                    return tooMuch("the scene has too many numbers", "at most " + std::to_string(limits_.numbers));
                }
                document_.numbers_.push_back(value);
                ++parent.childCount;
                return true;
            }
        }
        if (!append(type)) return false;
        document_.nodes_.back().number = value;
        if (!stack_.empty()) {
            const auto& parent = document_.nodes_[stack_.back().id];
            if (parent.type == JsonType::kArray && stack_.back().onlyNumbers && parent.childCount == kPackFrom) pack(stack_.back(), 0);
        }
        return true;
    }
    bool open(JsonType type) {
        nextToken();
        if (stack_.size() >= limits_.depth) {
            return tooMuch("values stand in each other too deep", "at most " + std::to_string(limits_.depth) + " levels");
        }
        if (!append(type)) return false;
        stack_.push_back({static_cast<JsonId>(document_.nodes_.size() - 1)});
        if (type == JsonType::kObject) keys_.emplace_back();
        return true;
    }
    void close() {
        nextToken();
        const Open closed = stack_.back();
        stack_.pop_back();
        document_.nodes_[closed.id].to = position_;
        if (!stack_.empty() && document_.nodes_[stack_.back().id].type == JsonType::kArray) closeItem(stack_.back(), closed);
    }
    /// An item of an array has ended: it may be a row to pack.
    void closeItem(Open& outer, const Open& item) {
        auto& nodes = document_.nodes_;
        auto& array = nodes[outer.id];
        const auto& row = nodes[item.id];
        const bool isRow = row.type == JsonType::kArray && item.onlyNumbers && !row.isPacked && row.childCount >= 1 && row.childCount <= kMaxRow;
        if (array.isPacked) {
            if (!isRow || row.childCount != array.rowLength) {
                array.firstChild = kNoJson;
                unpack(outer, item.id);
                return;
            }
            for (size_t i = item.id + 1; i < nodes.size(); ++i) document_.numbers_.push_back(nodes[i].number);
            nodes.resize(item.id);
            nodes[outer.id].firstChild = outer.lastChild = kNoJson;
            return;
        }
        outer.onlyRows = outer.onlyRows && isRow && row.childCount == nodes[array.firstChild].childCount;
        if (outer.onlyRows && array.childCount == kPackFrom) pack(outer, row.childCount);
    }

    std::string_view text_;
    const JsonLimits& limits_;
    JsonDocument document_;
    Diagnostics problems_;
    std::vector<Open> stack_;
    std::vector<std::unordered_set<std::string>> keys_;   // of the open objects
    uint32_t pendingKey_ = JsonDocument::kNoString;
    uint32_t position_ = 0, tokenFrom_ = 0, keyFrom_ = 0, keyTo_ = 0;
};

Result<JsonDocument> JsonDocument::parse(std::string_view text, const JsonLimits& limits) {
    if (text.size() > kMaxBytes) {
        return failure("the scene's text has " + std::to_string(text.size() >> 20) + " MiB",
                       "at most " + std::to_string(kMaxBytes >> 20) + " MiB are read");
    }
    JsonBuilder builder(text, limits);
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return builder.finish();
}

std::span<const double> JsonDocument::numbers(JsonId id) const {
    const Node& node = nodes_[id];
    if (!node.isPacked) return {};
    return {numbers_.data() + node.string, size_t{node.childCount} * std::max<size_t>(node.rowLength, 1)};
}

template <class F>
void JsonDocument::scanNumbers(JsonId id, F f) const {
    uint32_t at = nodes_[id].from;
    for (size_t i = 0;; ++i) {
        while (at < text_.size() && (isSpace(text_[at]) || std::string_view(",[]").find(text_[at]) != std::string_view::npos)) ++at;
        const uint32_t from = at;
        while (at < text_.size() && !isSpace(text_[at]) && std::string_view(",]").find(text_[at]) == std::string_view::npos) ++at;
        if (at == from || !f(i, from, at)) return;
    }
}

Diagnostic JsonDocument::atNumber(JsonId id, size_t i, std::string message, std::string hint) const {
    const size_t length = nodes_[id].rowLength;
    std::string name = pointer(id);
    if (length > 0) name += "/" + std::to_string(i / length);
    name += "/" + std::to_string(length > 0 ? i % length : i);
    uint32_t from = nodes_[id].from, to = nodes_[id].to;
    scanNumbers(id, [&](size_t k, uint32_t begin, uint32_t end) {
        if (k == i) from = begin, to = end;
        return k < i;
    });
    return place(from, to, std::move(name), std::move(message), std::move(hint));
}

JsonId JsonDocument::member(JsonId object, std::string_view name) const {
    for (JsonId id = nodes_[object].firstChild; id != kNoJson; id = nodes_[id].nextSibling) {
        if (key(id) == name) return id;
    }
    return kNoJson;
}

std::string JsonDocument::pointer(JsonId id) const {
    // A place 100,000 levels deep is named by its outermost part, so that messages stay short.
    constexpr size_t kMaxParts = 64;
    std::vector<JsonId> chain;
    for (; id != kNoJson && nodes_[id].parent != kNoJson; id = nodes_[id].parent) chain.push_back(id);
    std::string out;
    size_t parts = 0;
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
        if (++parts > kMaxParts) return out + "/...";
        out += '/';
        if (nodes_[*it].key == kNoString) {
            out += std::to_string(nodes_[*it].indexInParent);
            continue;
        }
        for (const char c : key(*it)) {
            if (c == '~') {
                out += "~0";
            } else if (c == '/') {
                out += "~1";
            } else {
                out += c;
            }
        }
    }
    return out;
}

Diagnostic JsonDocument::place(uint32_t from, uint32_t to, std::string pointer, std::string message,
                               std::string hint) const {
    const TextLocation start = locator_.at(from);
    const TextLocation end = locator_.at(to);
    return {.message = std::move(message),
            .hint = std::move(hint),
            .pointer = std::move(pointer),
            .line = start.line,
            .column = start.column,
            .from = start.utf16,
            .to = end.utf16};
}

Diagnostic JsonDocument::at(JsonId id, std::string message, std::string hint) const {
    return place(nodes_[id].from, nodes_[id].to, pointer(id), std::move(message), std::move(hint));
}

Diagnostic JsonDocument::atKey(JsonId id, std::string message, std::string hint) const {
    return place(nodes_[id].keyFrom, nodes_[id].keyTo, pointer(id), std::move(message), std::move(hint));
}

}  // namespace raypool
