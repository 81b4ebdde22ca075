#include "raytracer/scene/native_reader.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "raytracer/scene/json_reader.h"
#include "raytracer/scene/native_checks.h"
#include "raytracer/scene/native_fields.h"
#include "raytracer/scene/number_text.h"

namespace raypool {
namespace {

bool isNumber(JsonType type) { return type == JsonType::kInteger || type == JsonType::kUnsigned || type == JsonType::kFloat; }

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

/// "base_color" for "color", where that is a field of another kind.
std::string_view shortestEndingIn(std::string_view written, std::span<const std::string_view> known) {
    std::string_view best;
    for (const auto name : known) {
        if (name.ends_with("_" + std::string(written)) && (best.empty() || name.size() < best.size())) best = name;
    }
    return best;
}

using NameMap = std::unordered_map<std::string, int32_t>;

class NativeReader final : public Fields {
public:
    NativeReader(const JsonDocument& document, NativeDesc& scene, const SceneOverrides& overrides)
        : Fields(scene), reader_(document), document_(document), overrides_(overrides) {}

    void read(SceneFields& root) {
        if (!reader_.expectObject(0, "a scene")) return;
        enter(0, Type<SceneFields>::info);
        Type<SceneFields>::describe(*this, root);
        leave();
        if (!reader_.problems().empty()) return;   // indices may be missing
        if (auto found = checkReferences(scene_)) reader_.add(std::move(*found));
    }
    JsonReader& reader() { return reader_; }

    // --- Fields

    bool reading() const override { return true; }
    bool has(std::string_view name) const override { return document_.member(scopes_.back().node, name) != kNoJson; }
    void problem(std::string_view name, std::string message, std::string hint) override {
        const JsonId node = name.empty() ? kNoJson : document_.member(scopes_.back().node, name);
        reader_.error(node == kNoJson ? scopes_.back().node : node, std::move(message), std::move(hint));
    }
    Place place(std::string_view name) const override {
        const JsonId node = name.empty() ? kNoJson : document_.member(scopes_.back().node, name);
        return {document_.at(node == kNoJson ? scopes_.back().node : node, "")};
    }

    void number(std::string_view name, NumberSlot slot, Limits limits, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || isReplaced(name) || readTexture(node, name, slot.texture(), "a number")) return;
        double value = 0;
        if (readNumber(node, name, slot.isWhole(), limits, value)) slot.set(value);
    }

    void boolean(std::string_view name, bool& value, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        if (document_[node].type == JsonType::kBool) {
            value = document_[node].boolean;
        } else {
            wrongType(node, name, "true or false");
        }
    }

    void string(std::string_view name, std::string& value, std::string_view) override {
        const JsonId node = find(name);
        if (node != kNoJson && expectString(node, name)) value = document_.string(document_[node].string);
    }

    void triple(std::string_view name, TripleSlot slot, TripleKind kind, Limits limits, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || readTexture(node, name, slot.texture(), "a number or three")) return;
        const bool mayBeOne = kind == TripleKind::kColor || kind == TripleKind::kScale;
        double values[3]{};
        if (mayBeOne && isNumber(document_[node].type)) {
            if (!readNumber(node, name, false, limits, values[0])) return;
            values[1] = values[2] = values[0];
        } else if (!readNumbers(node, name, values, limits, mayBeOne ? "a number or three" : "three numbers")) {
            return;
        }
        const dvec3 v{values[0], values[1], values[2]};
        if (kind == TripleKind::kDirection && !(glm::length(v) >= kSmallest)) {
            reader_.error(node, inQuotes(name) + " has no direction", "a vector whose length is not 0");
            return;
        }
        if (kind == TripleKind::kScale && !(std::min({std::fabs(v.x), std::fabs(v.y), std::fabs(v.z)}) >= kSmallest)) {
            reader_.error(node, inQuotes(name) + " is 0 along an axis", "factors apart from 0");
            return;
        }
        slot.set(v);
    }

    void tuple(std::string_view name, std::span<double> values, bool& isSet, Limits limits, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        const std::string what = values.size() == 2 ? "two numbers" : "four numbers";
        isSet = readNumbers(node, name, values, limits, what);
    }

    void array(std::string_view name, ArraySlot slot, Limits limits, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || !expectItems(node, name)) return;
        Rows rows;
        if (!readRows(node, name, slot.width(), rows)) return;
        if (!checkRange(rows, name, limits, slot.to.index() == 3)) return;
        const std::span<const double> n = rows.values;
        const auto at = [&](size_t i) { return static_cast<float>(n[i]); };
        if (auto** v = std::get_if<std::vector<vec3>*>(&slot.to)) {
            (*v)->reserve(n.size() / 3);
            for (size_t i = 0; i + 2 < n.size(); i += 3) (*v)->push_back({at(i), at(i + 1), at(i + 2)});
        } else if (auto** v2 = std::get_if<std::vector<vec2>*>(&slot.to)) {
            (*v2)->reserve(n.size() / 2);
            for (size_t i = 0; i + 1 < n.size(); i += 2) (*v2)->push_back({at(i), at(i + 1)});
        } else if (auto** v4 = std::get_if<std::vector<glm::vec4>*>(&slot.to)) {
            (*v4)->reserve(n.size() / 4);
            for (size_t i = 0; i + 3 < n.size(); i += 4) (*v4)->push_back({at(i), at(i + 1), at(i + 2), at(i + 3)});
        } else {
            auto& out = *std::get<std::vector<uint32_t>*>(slot.to);
            out.reserve(n.size());
            for (const double i : n) out.push_back(static_cast<uint32_t>(i));
        }
        lastVertex_ = name == "positions" ? static_cast<double>(n.size()) / 3 - 1 : lastVertex_;
    }

    void faces(std::string_view name, std::vector<uint32_t>& indices, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || !expectItems(node, name)) return;
        const Limits limits{0, lastVertex_, ""};
        const auto fan = [&](std::span<const double> polygon) {
            for (size_t i = 2; i < polygon.size(); ++i) {
                for (const size_t k : {size_t{0}, i - 1, i}) indices.push_back(static_cast<uint32_t>(polygon[k]));
            }
        };
        const size_t rowLength = document_[node].rowLength;
        if (document_[node].isPacked && rowLength >= 3) {
            const Rows rows{document_.numbers(node), {}, node, {}};
            if (!checkRange(rows, name, limits, true)) return;
            for (size_t i = 0; i < rows.values.size(); i += rowLength) fan(rows.values.subspan(i, rowLength));
            return;
        }
        if (document_[node].isPacked) {
            reader_.add(document_.atNumber(node, 0, inQuotes(name) + " must hold arrays of at least three numbers", "[[0, 1, 2], ...]"));
            return;
        }
        for (JsonId face = document_[node].firstChild; face != kNoJson && !reader_.isFull(); face = document_[face].nextSibling) {
            Rows row;
            if (document_[face].type != JsonType::kArray || document_[face].childCount < 3) {
                reader_.error(face, "a face must be an array of at least three numbers", "[0, 1, 2]");
            } else if (readRows(face, name, 1, row) && checkRange(row, name, limits, true)) {
                fan(row.values);
            }
        }
    }

    void oneOfNames(std::string_view name, std::span<const std::string_view> names, size_t,
                    const std::function<void(size_t)>& set, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || (name == "integrator" && overrides_.integrator)) return;
        if (const auto i = readChoice(node, name, names)) set(*i);
    }

    void preset(std::string_view name, std::span<const PresetText> presets, const std::function<void(size_t)>& set, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        std::vector<std::string_view> names;
        for (const PresetText& preset : presets) names.push_back(preset.name);
        if (const auto i = readChoice(node, name, names)) set(*i);
    }

    void object(std::string_view name, const Body& body, Presence, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || !reader_.expectObject(node, inQuotes(name))) return;
        enter(node, *body.info);
        body.value(*this);
        leave();
    }

    void list(std::string_view name, const ListBody& body, std::string_view) override {
        forEachObject(name, *body.info, [&](JsonId) { body.append(*this); });
    }

    void textures(std::string_view name, std::string_view) override {
        forEachNamed(name, textureNames_, scene_.textures, [&](JsonId node, size_t i) { readInPlace(node, scene_.textures, i); });
    }
    void materials(std::string_view name, std::string_view) override {
        forEachNamed(name, materialNames_, scene_.materials, [&](JsonId node, size_t i) { readInPlace(node, scene_.materials, i); });
    }
    void media(std::string_view name, std::string_view) override {
        forEachNamed(name, mediumNames_, scene_.media, [&](JsonId node, size_t i) { readInPlace(node, scene_.media, i); });
    }
    void prototypes(std::string_view name, std::string_view) override {
        forEachNamed(name, prototypeNames_, scene_.prototypes, [&](JsonId node, size_t i) {
            if (!reader_.expectObject(node, "a prototype")) return;
            scene_.prototypes[i].object = readObject(node);
        });
    }
    void objects(std::string_view name, std::vector<uint32_t>& ids, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        if (scopes_.size() > 1 && tooDeep(node, "groups")) return;
        ++depth_;
        forEachItem(node, name, [&](JsonId item) {
            if (reader_.expectObject(item, "an item of " + inQuotes(name))) ids.push_back(readObject(item));
        });
        --depth_;
    }

    void reference(std::string_view name, RefKind kind, int32_t& index, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        if (document_[node].type != JsonType::kString && document_[node].type != JsonType::kObject) {
            wrongType(node, name, "the name of a " + std::string(nameOf(kind)) + " or an object");
            return;
        }
        readReference(node, kind, index);
    }
    void prototype(std::string_view name, uint32_t& index, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson || !expectString(node, name)) return;
        int32_t found = 0;
        resolve(node, "prototype", prototypeNames_, found);
        index = static_cast<uint32_t>(found);
    }

    void transform(std::string_view name, std::vector<TransformKey>& keys, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        Affine64 m;
        if (document_[node].type == JsonType::kArray) {
            if (!reader_.expectNoNumbers(node, inQuotes(name))) return;
            for (JsonId step = document_[node].firstChild; step != kNoJson && !reader_.isFull(); step = document_[step].nextSibling) {
                m = readTransform(step, "a step of " + inQuotes(name)) * m;
            }
        } else {
            m = readTransform(node, inQuotes(name));
        }
        if (!isInvertible(m)) {
            reader_.error(node, inQuotes(name) + " is singular", "no axis may be lost");
            return;
        }
        for (const dvec3 v : {m.x, m.y, m.z, m.t}) {
            if (glm::length(v) <= kLargest && (v == m.t || glm::length(v) >= kSmallest)) continue;
            reader_.error(node, inQuotes(name) + " scales or moves too far", "lengths of 1e-9 to 1e9");
            return;
        }
        keys = {{0, m}};
    }
    void keyframes(std::string_view name, std::vector<TransformKey>& keys, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        std::vector<TransformKey> read;
        forEachObject(node, name, Type<KeyframeFields>::info, [&](JsonId item) {
            KeyframeFields key;
            Type<KeyframeFields>::describe(*this, key);
            if (!read.empty() && key.time <= read.back().time) {
                reader_.error(has("time") ? document_.member(item, "time") : item, "the times of keyframes must ascend",
                              "more than " + numberText(read.back().time));
            }
            read.push_back({key.time, key.keys.empty() ? Affine64{} : key.keys.front().transform});
        });
        if (document_[node].type == JsonType::kArray) expectItems(node, name);
        keys = std::move(read);
    }
    void matrix(std::string_view name, std::optional<Affine64>& value, std::string_view) override {
        const JsonId node = find(name);
        if (node == kNoJson) return;
        const Limits limits{-kLargest, kLargest, ""};
        double m[16]{};
        const bool isRows = document_[node].type == JsonType::kArray && document_[node].firstChild != kNoJson &&
                            document_[document_[node].firstChild].type == JsonType::kArray;
        if (!isRows) {
            if (!readNumbers(node, name, m, limits, "16 numbers or four rows of four")) return;
        } else {
            if (document_[node].childCount != 4) {
                reader_.error(node, inQuotes(name) + " must be 16 numbers or four rows of four");
                return;
            }
            size_t r = 0;
            for (JsonId row = document_[node].firstChild; row != kNoJson; row = document_[row].nextSibling, ++r) {
                double values[4]{};
                if (!readNumbers(row, "a row", values, limits, "four numbers")) return;
                for (size_t c = 0; c < 4; ++c) m[c * 4 + r] = values[c];
            }
        }
        if (m[3] != 0 || m[7] != 0 || m[11] != 0 || m[15] != 1) {
            reader_.error(node, "the last row of " + inQuotes(name) + " must be 0 0 0 1",
                          m[12] == 0 && m[13] == 0 && m[14] == 0 ? "16 numbers run column after column" : "");
            return;
        }
        value = Affine64{{m[0], m[1], m[2]}, {m[4], m[5], m[6]}, {m[8], m[9], m[10]}, {m[12], m[13], m[14]}};
    }

    void tagged(std::string_view key, std::span<const std::string_view> names, size_t, size_t initial,
                const std::function<void(size_t)>& fields, std::string_view) override {
        const JsonId node = find(key);
        std::optional<size_t> kind = initial;
        if (node != kNoJson) kind = readChoice(node, key, names);
        if (kind) {
            fields(*kind);
        } else {
            scopes_.back().isUnknown = true;
        }
    }

    void oneKeyOf(std::span<const std::string_view> keys, size_t, const std::function<void(size_t)>& field) override {
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
        if (first) {
            field(*first);
            return;
        }
        // The near miss is told below, with the unknown keys.
        for (JsonId id = document_[node].firstChild; id != kNoJson && !reader_.isFull(); id = document_[id].nextSibling) {
            if (!nearestName(document_.key(id), keys).empty()) return;
        }
        reader_.error(node, std::string(scopes_.back().info->article) + " must have a shape", listOf(keys));
    }

    void exclusive(std::initializer_list<std::string_view> names) override {
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
    void needs(std::string_view name, std::initializer_list<std::string_view> others) override {
        const JsonId node = document_.member(scopes_.back().node, name);
        if (node == kNoJson || reader_.isFull() || std::any_of(others.begin(), others.end(), [&](auto o) { return has(o); })) return;
        reader_.add(document_.atKey(node, inQuotes(name) + " needs " + listOf({others.begin(), others.size()}), ""));
    }
    void required(std::initializer_list<std::string_view> names) override {
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

private:
    struct Scope {
        JsonId node;
        const TypeInfo* info;
        std::vector<std::string_view> known{};
        bool isUnknown = false;   // its kind isn't known, so its fields aren't
    };
    /// The numbers of an array, wherever they are kept, and where each stands.
    struct Rows {
        std::span<const double> values;
        std::vector<double> own;
        JsonId packed = kNoJson;
        std::vector<JsonId> nodes;
    };

    void enter(JsonId node, const TypeInfo& info) { scopes_.push_back({node, &info}); }
    void leave() {
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

    JsonId find(std::string_view name) {
        scopes_.back().known.push_back(name);
        return document_.member(scopes_.back().node, name);
    }

    /// The caller wants another value, so this one may be what it likes.
    bool isReplaced(std::string_view name) const {
        if (scopes_.back().info != &Type<RenderFields>::info) return false;
        return (name == "width" && overrides_.width != 0) || (name == "height" && overrides_.height != 0) ||
               (name == "samples" && overrides_.samples != 0) || (name == "seed" && overrides_.seed);
    }

    void wrongType(JsonId node, std::string_view name, std::string_view expected) {
        reader_.error(node, inQuotes(name) + " must be " + std::string(expected) + ", not " + std::string(typeName(document_[node].type)));
    }
    bool expectString(JsonId node, std::string_view name) {
        if (document_[node].type == JsonType::kString) return true;
        wrongType(node, name, "a string");
        return false;
    }

    /// An array that is not empty.
    bool expectItems(JsonId node, std::string_view name) {
        if (!reader_.expectArray(node, inQuotes(name))) return false;
        if (document_[node].childCount > 0) return true;
        reader_.error(node, inQuotes(name) + " is empty");
        return false;
    }

    bool readNumber(JsonId node, std::string_view name, bool isWhole, const Limits& limits, double& out) {
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

    bool readNumbers(JsonId node, std::string_view name, std::span<double> out, const Limits& limits, const std::string& what) {
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

    std::optional<size_t> readChoice(JsonId node, std::string_view name, std::span<const std::string_view> names) {
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

    /// An array of numbers, or of rows of `width` numbers.
    bool readRows(JsonId node, std::string_view name, uint32_t width, Rows& out) {
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
    bool checkRange(const Rows& rows, std::string_view name, const Limits& limits, bool isWhole) {
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

    template <class F>
    void forEachItem(JsonId list, std::string_view name, F f) {
        if (!reader_.expectArray(list, inQuotes(name)) || !reader_.expectNoNumbers(list, inQuotes(name))) return;
        for (JsonId id = document_[list].firstChild; id != kNoJson && !reader_.isFull(); id = document_[id].nextSibling) f(id);
    }
    template <class F>
    void forEachObject(JsonId list, std::string_view name, const TypeInfo& info, F f) {
        forEachItem(list, name, [&](JsonId item) {
            if (!reader_.expectObject(item, info.article)) return;
            enter(item, info);
            f(item);
            leave();
        });
    }
    template <class F>
    void forEachObject(std::string_view name, const TypeInfo& info, F f) {
        const JsonId list = find(name);
        if (list != kNoJson) forEachObject(list, name, info, f);
    }
    template <class T, class F>
    void forEachNamed(std::string_view name, NameMap& names, std::vector<T>& items, F f) {
        const JsonId section = find(name);
        if (section == kNoJson || !reader_.expectObject(section, inQuotes(name))) return;
        for (JsonId id = document_[section].firstChild; id != kNoJson; id = document_[id].nextSibling) {
            names.emplace(document_.key(id), static_cast<int32_t>(items.size()));
            items.emplace_back();
            items.back().name = document_.key(id);
            if (document_.key(id).empty() && !reader_.isFull()) reader_.add(document_.atKey(id, "a name in " + inQuotes(name) + " is empty"));
        }
        size_t i = items.size() - document_[section].childCount;
        for (JsonId id = document_[section].firstChild; id != kNoJson && !reader_.isFull(); id = document_[id].nextSibling) f(id, i++);
    }

    static std::string_view nameOf(RefKind kind) {
        return kind == RefKind::kMaterial ? "material" : kind == RefKind::kMedium ? "medium" : "texture";
    }
    template <class T>
    void readInPlace(JsonId node, std::vector<T>& items, size_t index) {
        if (!reader_.expectObject(node, Type<T>::info.article)) return;
        T item;   // not in its place: others come in while it is read
        item.name = items[index].name;
        enter(node, Type<T>::info);
        Type<T>::describe(*this, item);
        leave();
        items[index] = std::move(item);
    }
    template <class T>
    void readNew(JsonId node, std::vector<T>& items, int32_t& index) {
        index = static_cast<int32_t>(items.size());
        items.emplace_back();
        readInPlace(node, items, items.size() - 1);
    }
    /// A name, or an object.
    void readReference(JsonId node, RefKind kind, int32_t& index) {
        if (document_[node].type == JsonType::kString) {
            resolve(node, nameOf(kind), kind == RefKind::kMaterial ? materialNames_ : kind == RefKind::kMedium ? mediumNames_ : textureNames_, index);
            return;
        }
        if (tooDeep(node, std::string(nameOf(kind)) + "s")) return;
        ++depth_;
        switch (kind) {
            case RefKind::kMaterial: readNew(node, scene_.materials, index); break;
            case RefKind::kMedium: readNew(node, scene_.media, index); break;
            case RefKind::kTexture: readNew(node, scene_.textures, index); break;
        }
        --depth_;
    }
    /// False: there is a value to read instead, or there may be no texture.
    bool readTexture(JsonId node, std::string_view name, int32_t* index, std::string_view otherwise) {
        if (index == nullptr) return false;
        const JsonType type = document_[node].type;
        if (type == JsonType::kString || type == JsonType::kObject) {
            readReference(node, RefKind::kTexture, *index);
            return true;
        }
        if (isNumber(type) || type == JsonType::kArray) return false;
        wrongType(node, name, std::string(otherwise) + ", or a texture");
        return true;
    }
    uint32_t readObject(JsonId node) {
        const auto index = static_cast<uint32_t>(scene_.objects.size());
        scene_.objects.emplace_back();
        ObjectDesc object;
        enter(node, Type<ObjectDesc>::info);
        Type<ObjectDesc>::describe(*this, object);
        leave();
        scene_.objects[index] = std::move(object);
        return index;
    }
    Affine64 readTransform(JsonId node, const std::string& what) {
        if (!reader_.expectObject(node, what)) return {};
        TransformFields t;
        enter(node, Type<TransformFields>::info);
        Type<TransformFields>::describe(*this, t);
        leave();
        return t.compose();
    }

    void resolve(JsonId node, std::string_view what, const NameMap& names, int32_t& index) {
        const std::string& written = document_.string(document_[node].string);
        if (const auto found = names.find(written); found != names.end()) {
            index = found->second;
            return;
        }
        if (reader_.isFull()) return;
        std::vector<std::string_view> known;
        // In the order of the text, not that of the map. More names than these would take long to compare.
        const auto add = [&](const auto& items) {
            for (size_t i = 0; i < items.size() && i < 1000; ++i) {
                if (!items[i].name.empty()) known.push_back(items[i].name);
            }
        };
        if (what == "material") add(scene_.materials);
        if (what == "medium") add(scene_.media);
        if (what == "texture") add(scene_.textures);
        if (what == "prototype") add(scene_.prototypes);
        const auto near = nearestName(written, known);
        std::string hint;
        if (!near.empty()) {
            hint = "did you mean " + inQuotes(near) + "?";
        } else if (what == "texture" && written.find('.') != std::string::npos) {
            hint = "a picture is { \"path\": " + inQuotes(written) + " }";
        } else if (known.empty()) {
            hint = "the scene has none with a name";
        } else if (known.size() <= 12) {
            hint = "known: " + listOf(known);
        }
        reader_.error(node, "no " + std::string(what) + " is called " + inQuotes(written), hint);
    }

    bool tooDeep(JsonId node, std::string_view what) {
        if (depth_ < kMaxNesting) return false;
        reader_.error(node, std::string(what) + " stand in each other too deep", "at most " + std::to_string(kMaxNesting) + " levels");
        return true;
    }

    JsonReader reader_;
    const JsonDocument& document_;
    const SceneOverrides& overrides_;
    std::vector<Scope> scopes_;
    NameMap textureNames_, materialNames_, mediumNames_, prototypeNames_;
    uint32_t depth_ = 0;
    double lastVertex_ = 0;   // of the mesh that is read
};

/// Without an environment of its own, a scene that gives off light stands in the dark.
void resolveEnvironment(NativeDesc& scene) {
    if (!scene.environment.isDefault) return;
    bool shines = !scene.lights.empty();
    for (const auto& m : scene.materials) {
        const bool isDark = (!m.emissionLuminance.isMapped() && m.emissionLuminance.value == 0) ||
                            (!m.emissionColor.isMapped() && isBlack(m.emissionColor.value));
        shines = shines || !isDark;
    }
    scene.environment.type = shines ? EnvironmentDesc::Type::kBlack : EnvironmentDesc::Type::kGradient;
}

}  // namespace

bool looksNative(const JsonDocument& document) {
    return document[0].type == JsonType::kObject && document.member(0, "raypool") != kNoJson;
}

Result<SceneDesc> readNative(const JsonDocument& document, const SceneOverrides& overrides) {
    SceneDesc out;
    out.format = SceneFormat::kNative;
    SceneFields root;
    NativeReader reader(document, out.native, overrides);
    reader.read(root);
    auto& render = root.render;
    if (overrides.width != 0) render.width = overrides.width;
    if (overrides.height != 0) render.height = overrides.height;
    if (overrides.samples != 0) render.samples = overrides.samples;
    if (overrides.seed) render.seed = *overrides.seed;
    if (overrides.integrator) render.integrator = *overrides.integrator;
    auto& problems = reader.reader().problems();
    if (render.integrator == IntegratorKind::kClassic) {
        problems.push_back(document.at(0, "integrator \"classic\" can't render this scene", "it is for scenes of the 2018 demo"));
    }
    if (problems.empty() && uint64_t{render.width} * render.height > kMaxPixels) {
        problems.push_back(document.at(document.member(0, "render") == kNoJson ? 0 : document.member(0, "render"),
                                       "a picture of " + std::to_string(render.width) + " x " + std::to_string(render.height) + " pixels is too large",
                                       "at most " + std::to_string(kMaxPixels) + " pixels"));
    }
    if (!problems.empty()) {
        std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
        return std::unexpected(std::move(problems));
    }
    out.width = render.width;
    out.height = render.height;
    out.integrator = render.integrator;
    out.native.render = render;
    resolveEnvironment(out.native);
    out.warnings = std::move(reader.reader().warnings());
    return out;
}

}  // namespace raypool
