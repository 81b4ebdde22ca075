#include "raytracer/scene/native_field_reader.h"

#include <algorithm>
#include <cmath>

#include "raytracer/scene/native_checks.h"
#include "raytracer/scene/native_names.h"
#include "raytracer/scene/native_scopes.h"
#include "raytracer/scene/native_values.h"
#include "raytracer/scene/number_text.h"

namespace raypool {
namespace {

class NativeReader final : public Fields {
public:
    NativeReader(const JsonDocument& document, NativeDesc& scene, const SceneOverrides& overrides)
        : Fields(scene), reader_(document), document_(document), overrides_(overrides) {}

    void read(SceneFields& root) {
        if (!reader_.expectObject(0, "a scene")) return;
        scopes_.enter(0, Type<SceneFields>::info);
        Type<SceneFields>::describe(*this, root);
        scopes_.leave();
        if (!reader_.problems().empty()) return;   // indices may be missing
        if (auto found = checkReferences(scene_)) reader_.add(std::move(*found));
    }
    JsonReader& reader() { return reader_; }

    // --- Fields

    bool reading() const override { return true; }
    bool has(std::string_view name) const override { return scopes_.has(name); }
    void problem(std::string_view name, std::string message, std::string hint) override {
        reader_.error(scopes_.placeOf(name), std::move(message), std::move(hint));
    }
    Place place(std::string_view name) const override {
        return {document_.at(scopes_.placeOf(name), "")};
    }

    void number(std::string_view name, NumberSlot slot, Limits limits, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || isReplaced(name) || readTexture(node, name, slot.texture(), "a number")) return;
        double value = 0;
        if (values_.readNumber(node, name, slot.isWhole(), limits, value)) slot.set(value);
    }

    void boolean(std::string_view name, bool& value, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson) return;
        if (document_[node].type == JsonType::kBool) {
            value = document_[node].boolean;
        } else {
            values_.wrongType(node, name, "true or false");
        }
    }

    void string(std::string_view name, std::string& value, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node != kNoJson && values_.expectString(node, name)) value = document_.string(document_[node].string);
    }

    void triple(std::string_view name, TripleSlot slot, TripleKind kind, Limits limits, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || readTexture(node, name, slot.texture(), "a number or three")) return;
        const bool mayBeOne = kind == TripleKind::kColor || kind == TripleKind::kScale;
        double values[3]{};
        if (mayBeOne && isNumber(document_[node].type)) {
            if (!values_.readNumber(node, name, false, limits, values[0])) return;
            values[1] = values[2] = values[0];
        } else if (!values_.readNumbers(node, name, values, limits, mayBeOne ? "a number or three" : "three numbers")) {
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
        const JsonId node = scopes_.find(name);
        if (node == kNoJson) return;
        const std::string what = values.size() == 2 ? "two numbers" : "four numbers";
        isSet = values_.readNumbers(node, name, values, limits, what);
    }

    void array(std::string_view name, ArraySlot slot, Limits limits, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || !values_.expectItems(node, name)) return;
        NumberRows rows;
        if (!values_.readRows(node, name, slot.width(), rows)) return;
        if (!values_.checkRange(rows, name, limits, slot.to.index() == 3)) return;
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
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || !values_.expectItems(node, name)) return;
        const Limits limits{0, lastVertex_, ""};
        const auto fan = [&](std::span<const double> polygon) {
            for (size_t i = 2; i < polygon.size(); ++i) {
                for (const size_t k : {size_t{0}, i - 1, i}) indices.push_back(static_cast<uint32_t>(polygon[k]));
            }
        };
        const size_t rowLength = document_[node].rowLength;
        if (document_[node].isPacked && rowLength >= 3) {
            const NumberRows rows{document_.numbers(node), {}, node, {}};
            if (!values_.checkRange(rows, name, limits, true)) return;
            for (size_t i = 0; i < rows.values.size(); i += rowLength) fan(rows.values.subspan(i, rowLength));
            return;
        }
        if (document_[node].isPacked) {
            reader_.add(document_.atNumber(node, 0, inQuotes(name) + " must hold arrays of at least three numbers", "[[0, 1, 2], ...]"));
            return;
        }
        for (JsonId face = document_[node].firstChild; face != kNoJson && !reader_.isFull(); face = document_[face].nextSibling) {
            NumberRows row;
            if (document_[face].type != JsonType::kArray || document_[face].childCount < 3) {
                reader_.error(face, "a face must be an array of at least three numbers", "[0, 1, 2]");
            } else if (values_.readRows(face, name, 1, row) && values_.checkRange(row, name, limits, true)) {
                fan(row.values);
            }
        }
    }

    void oneOfNames(std::string_view name, std::span<const std::string_view> names, size_t,
                    const std::function<void(size_t)>& set, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || (name == "integrator" && overrides_.integrator)) return;
        if (const auto i = values_.readChoice(node, name, names)) set(*i);
    }

    void preset(std::string_view name, std::span<const PresetText> presets, const std::function<void(size_t)>& set, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson) return;
        std::vector<std::string_view> names;
        for (const PresetText& preset : presets) names.push_back(preset.name);
        if (const auto i = values_.readChoice(node, name, names)) set(*i);
    }

    void object(std::string_view name, const Body& body, Presence, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || !reader_.expectObject(node, inQuotes(name))) return;
        scopes_.enter(node, *body.info);
        body.value(*this);
        scopes_.leave();
    }

    void list(std::string_view name, const ListBody& body, std::string_view) override {
        forEachObject(name, *body.info, [&](JsonId) { body.append(*this); });
    }

    void textures(std::string_view name, std::string_view) override {
        forEachNamed(name, names_.textures, scene_.textures, [&](JsonId node, size_t i) { readInPlace(node, scene_.textures, i); });
    }
    void materials(std::string_view name, std::string_view) override {
        forEachNamed(name, names_.materials, scene_.materials, [&](JsonId node, size_t i) { readInPlace(node, scene_.materials, i); });
    }
    void media(std::string_view name, std::string_view) override {
        forEachNamed(name, names_.media, scene_.media, [&](JsonId node, size_t i) { readInPlace(node, scene_.media, i); });
    }
    void prototypes(std::string_view name, std::string_view) override {
        forEachNamed(name, names_.prototypes, scene_.prototypes, [&](JsonId node, size_t i) {
            if (!reader_.expectObject(node, "a prototype")) return;
            scene_.prototypes[i].object = readObject(node);
        });
    }
    void objects(std::string_view name, std::vector<uint32_t>& ids, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson) return;
        if (!scopes_.isOutermost() && tooDeep(node, "groups")) return;
        ++depth_;
        forEachItem(node, name, [&](JsonId item) {
            if (reader_.expectObject(item, "an item of " + inQuotes(name))) ids.push_back(readObject(item));
        });
        --depth_;
    }

    void reference(std::string_view name, RefKind kind, int32_t& index, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson) return;
        if (document_[node].type != JsonType::kString && document_[node].type != JsonType::kObject) {
            values_.wrongType(node, name, "the name of a " + std::string(nameOf(kind)) + " or an object");
            return;
        }
        readReference(node, kind, index);
    }
    void prototype(std::string_view name, uint32_t& index, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson || !values_.expectString(node, name)) return;
        int32_t found = 0;
        names_.resolve(node, "prototype", names_.prototypes, found);
        index = static_cast<uint32_t>(found);
    }

    void transform(std::string_view name, std::vector<TransformKey>& keys, std::string_view) override {
        const JsonId node = scopes_.find(name);
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
        const JsonId node = scopes_.find(name);
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
        if (document_[node].type == JsonType::kArray) values_.expectItems(node, name);
        keys = std::move(read);
    }
    void matrix(std::string_view name, std::optional<Affine64>& value, std::string_view) override {
        const JsonId node = scopes_.find(name);
        if (node == kNoJson) return;
        const Limits limits{-kLargest, kLargest, ""};
        double m[16]{};
        const bool isRows = document_[node].type == JsonType::kArray && document_[node].firstChild != kNoJson &&
                            document_[document_[node].firstChild].type == JsonType::kArray;
        if (!isRows) {
            if (!values_.readNumbers(node, name, m, limits, "16 numbers or four rows of four")) return;
        } else {
            if (document_[node].childCount != 4) {
                reader_.error(node, inQuotes(name) + " must be 16 numbers or four rows of four");
                return;
            }
            size_t r = 0;
            for (JsonId row = document_[node].firstChild; row != kNoJson; row = document_[row].nextSibling, ++r) {
                double values[4]{};
                if (!values_.readNumbers(row, "a row", values, limits, "four numbers")) return;
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
        const JsonId node = scopes_.find(key);
        std::optional<size_t> kind = initial;
        if (node != kNoJson) kind = values_.readChoice(node, key, names);
        if (kind) {
            fields(*kind);
        } else {
            scopes_.setUnknown();
        }
    }

    void oneKeyOf(std::span<const std::string_view> keys, size_t, const std::function<void(size_t)>& field) override {
        if (const size_t i = scopes_.oneOf(keys); i < keys.size()) field(i);
    }
    void exclusive(std::initializer_list<std::string_view> names) override { scopes_.exclusive(names); }
    void needs(std::string_view name, std::initializer_list<std::string_view> others) override { scopes_.needs(name, others); }
    void required(std::initializer_list<std::string_view> names) override { scopes_.required(names); }

private:
    /// The caller wants another value, so this one may be what it likes.
    bool isReplaced(std::string_view name) const {
        if (&scopes_.info() != &Type<RenderFields>::info) return false;
        return (name == "width" && overrides_.width != 0) || (name == "height" && overrides_.height != 0) ||
               (name == "samples" && overrides_.samples != 0) || (name == "seed" && overrides_.seed);
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
            scopes_.enter(item, info);
            f(item);
            scopes_.leave();
        });
    }
    template <class F>
    void forEachObject(std::string_view name, const TypeInfo& info, F f) {
        const JsonId list = scopes_.find(name);
        if (list != kNoJson) forEachObject(list, name, info, f);
    }
    template <class T, class F>
    void forEachNamed(std::string_view name, NativeNames::Map& names, std::vector<T>& items, F f) {
        const JsonId section = scopes_.find(name);
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
        scopes_.enter(node, Type<T>::info);
        Type<T>::describe(*this, item);
        scopes_.leave();
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
            names_.resolve(node, nameOf(kind), kind == RefKind::kMaterial ? names_.materials : kind == RefKind::kMedium ? names_.media : names_.textures, index);
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
        values_.wrongType(node, name, std::string(otherwise) + ", or a texture");
        return true;
    }
    uint32_t readObject(JsonId node) {
        const auto index = static_cast<uint32_t>(scene_.objects.size());
        scene_.objects.emplace_back();
        ObjectDesc object;
        scopes_.enter(node, Type<ObjectDesc>::info);
        Type<ObjectDesc>::describe(*this, object);
        scopes_.leave();
        scene_.objects[index] = std::move(object);
        return index;
    }
    Affine64 readTransform(JsonId node, const std::string& what) {
        if (!reader_.expectObject(node, what)) return {};
        TransformFields t;
        scopes_.enter(node, Type<TransformFields>::info);
        Type<TransformFields>::describe(*this, t);
        scopes_.leave();
        return t.compose();
    }

    bool tooDeep(JsonId node, std::string_view what) {
        if (depth_ < kMaxNesting) return false;
        reader_.error(node, std::string(what) + " stand in each other too deep", "at most " + std::to_string(kMaxNesting) + " levels");
        return true;
    }

    JsonReader reader_;
    const JsonDocument& document_;
    const SceneOverrides& overrides_;
    NativeValues values_{reader_, document_};
    NativeScopes scopes_{reader_, document_};
    NativeNames names_{reader_, document_, scene_};
    uint32_t depth_ = 0;
    double lastVertex_ = 0;   // of the mesh that is read
};

}  // namespace

void readNativeFields(const JsonDocument& document, const SceneOverrides& overrides, NativeDesc& scene, SceneFields& root, Diagnostics& problems,
                      Diagnostics& warnings) {
    NativeReader reader(document, scene, overrides);
    reader.read(root);
    problems = std::move(reader.reader().problems());
    warnings = std::move(reader.reader().warnings());
}

}  // namespace raypool
