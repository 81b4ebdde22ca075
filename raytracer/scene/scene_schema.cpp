#include "raytracer/scene/scene_schema.h"

#include <cmath>

#include "raytracer/scene/json_text.h"
#include "raytracer/scene/native_fields.h"

namespace raypool {
namespace {

using Json = nlohmann::ordered_json;

class SchemaMaker final : public Fields {
public:
    explicit SchemaMaker(NativeDesc& empty) : Fields(empty) {}

    Json make() {
        Json root = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "Raypool scene"}};
        SceneFields fresh;
        const Body body = bodyOf(fresh);
        define(root, body);
        root["$defs"] = std::move(definitions_);
        return root;
    }

    void number(std::string_view name, NumberSlot slot, Limits limits, std::string_view text) override {
        Json& field = add(name, text, limits.unit);
        if (slot.texture() != nullptr) {
            field["anyOf"] = withTexture({numberOf(limits, slot.isWhole())});
        } else {
            field.update(numberOf(limits, slot.isWhole()));
        }
        if (const auto value = slot.get()) field["default"] = numberJson(*value, slot.isWhole(), slot.isSingle());
    }
    void boolean(std::string_view name, bool& value, std::string_view text) override {
        Json& field = add(name, text);
        field["type"] = "boolean";
        field["default"] = value;
    }
    void string(std::string_view name, std::string&, std::string_view text) override { add(name, text)["type"] = "string"; }
    void triple(std::string_view name, TripleSlot slot, TripleKind kind, Limits limits, std::string_view text) override {
        Json& field = add(name, text, limits.unit);
        const bool mayBeOne = kind == TripleKind::kColor || kind == TripleKind::kScale;
        const Json three = arrayOf(numberOf(limits, false), 3);
        if (slot.texture() != nullptr) {
            field["anyOf"] = withTexture({numberOf(limits, false), three});
        } else if (mayBeOne) {
            field["anyOf"] = {numberOf(limits, false), three};
        } else {
            field.update(three);
        }
        if (const auto value = slot.get()) field["default"] = tripleJson(*value, slot.isSingle(), mayBeOne);
    }
    void tuple(std::string_view name, std::span<double> values, bool&, Limits limits, std::string_view text) override {
        add(name, text).update(arrayOf(numberOf(limits, false), values.size()));
    }
    void array(std::string_view name, ArraySlot slot, Limits limits, std::string_view text) override {
        const Json number = numberOf(limits, slot.to.index() == 3);
        add(name, text, limits.unit)["anyOf"] = {{{"type", "array"}, {"items", number}, {"minItems", 1}},
                                                {{"type", "array"}, {"items", arrayOf(number, slot.width())}, {"minItems", 1}}};
    }
    void faces(std::string_view name, std::vector<uint32_t>&, std::string_view text) override {
        Json& field = add(name, text);
        field["type"] = "array";
        field["minItems"] = 1;
        field["items"] = {{"type", "array"}, {"items", {{"type", "integer"}, {"minimum", 0}}}, {"minItems", 3}};
    }
    void oneOfNames(std::string_view name, std::span<const std::string_view> names, size_t current,
                    const std::function<void(size_t)>&, std::string_view text) override {
        Json& field = add(name, text);
        field["enum"] = names;
        field["default"] = names[current];
    }
    void preset(std::string_view name, std::span<const PresetText> presets, const std::function<void(size_t)>&, std::string_view text) override {
        Json& field = add(name, text);
        for (const PresetText& preset : presets) field["oneOf"].push_back({{"const", preset.name}, {"description", preset.text}});
    }
    void object(std::string_view name, const Body& body, Presence, std::string_view text) override {
        add(name, text)["$ref"] = refer(body);
    }
    void list(std::string_view name, const ListBody& body, std::string_view text) override {
        Json& field = add(name, text);
        field["type"] = "array";
        field["items"] = {{"$ref", refer({body.info, {}, body.initial})}};
    }
    void textures(std::string_view name, std::string_view text) override { map<TextureDesc>(name, text); }
    void materials(std::string_view name, std::string_view text) override { map<MaterialDesc>(name, text); }
    void media(std::string_view name, std::string_view text) override { map<MediumDesc>(name, text); }
    void prototypes(std::string_view name, std::string_view text) override { map<ObjectDesc>(name, text); }
    void objects(std::string_view name, std::vector<uint32_t>&, std::string_view text) override {
        const Json items = {{"$ref", referTo<ObjectDesc>()}};
        Json& field = add(name, text);
        field["type"] = "array";
        field["items"] = items;
    }
    void reference(std::string_view name, RefKind kind, int32_t&, std::string_view text) override {
        const std::string to = kind == RefKind::kMaterial ? referTo<MaterialDesc>()
                               : kind == RefKind::kMedium ? referTo<MediumDesc>()
                                                          : referTo<TextureDesc>();
        add(name, text)["anyOf"] = {{{"type", "string"}}, {{"$ref", to}}};
    }
    void prototype(std::string_view name, uint32_t&, std::string_view text) override { add(name, text)["type"] = "string"; }
    void transform(std::string_view name, std::vector<TransformKey>&, std::string_view text) override {
        const Json one = {{"$ref", referTo<TransformFields>()}};
        add(name, text)["anyOf"] = {one, {{"type", "array"}, {"items", one}}};
    }
    void keyframes(std::string_view name, std::vector<TransformKey>&, std::string_view text) override {
        const Json items = {{"$ref", referTo<KeyframeFields>()}};
        Json& field = add(name, text);
        field["type"] = "array";
        field["minItems"] = 1;
        field["items"] = items;
    }
    void matrix(std::string_view name, std::optional<Affine64>&, std::string_view text) override {
        const Json number = numberOf({-kLargest, kLargest, ""}, false);
        add(name, text)["anyOf"] = {arrayOf(number, 16), arrayOf(arrayOf(number, 4), 4)};
    }

    void tagged(std::string_view key, std::span<const std::string_view> names, size_t, size_t initial,
                const std::function<void(size_t)>& fields, std::string_view text) override {
        // The object becomes one of several; the key tells which.
        Json kinds = Json::array();
        for (size_t i = 0; i < names.size(); ++i) {
            Json kind = {{"type", "object"}, {"properties", Json::object()}};
            kind["properties"][std::string(key)] = {{"description", text}, {"const", names[i]}};
            if (i == initial) {
                kind["properties"][std::string(key)]["default"] = names[i];
            } else {
                kind["required"] = {key};
            }
            Json* const outer = std::exchange(type_, &kind);
            fields(i);
            type_ = outer;
            kind["additionalProperties"] = false;
            kinds.push_back(std::move(kind));
        }
        type_->erase("type");
        type_->erase("properties");
        (*type_)["oneOf"] = std::move(kinds);
    }
    void oneKeyOf(std::span<const std::string_view> keys, size_t, const std::function<void(size_t)>& field) override {
        Json kinds = Json::array();
        for (size_t i = 0; i < keys.size(); ++i) {
            field(i);
            kinds.push_back({{"required", {keys[i]}}});
        }
        (*type_)["oneOf"] = std::move(kinds);
    }

    void exclusive(std::initializer_list<std::string_view> names) override {
        for (const auto* a = names.begin(); a != names.end(); ++a) {
            for (const auto* b = a + 1; b != names.end(); ++b) all().push_back({{"not", {{"required", {*a, *b}}}}});
        }
    }
    void needs(std::string_view name, std::initializer_list<std::string_view> others) override {
        all().push_back({{"if", {{"required", {name}}}}, {"then", anyOf(others)}});
    }
    void required(std::initializer_list<std::string_view> names) override {
        if (names.size() == 1) {
            (*type_)["required"].push_back(*names.begin());
        } else {
            all().push_back(anyOf(names));
        }
    }

private:
    static Json numberOf(const Limits& limits, bool isWhole) {
        const auto bound = [](double x) { return x == std::floor(x) && std::fabs(x) < 1e15 ? Json(static_cast<int64_t>(x)) : Json(x); };
        return {{"type", isWhole ? "integer" : "number"}, {"minimum", bound(limits.min)}, {"maximum", bound(limits.max)}};
    }
    static Json arrayOf(const Json& items, size_t count) {
        return {{"type", "array"}, {"items", items}, {"minItems", count}, {"maxItems", count}};
    }
    static Json anyOf(std::initializer_list<std::string_view> names) {
        Json any = Json::array();
        for (const auto name : names) any.push_back({{"required", {name}}});
        return {{"anyOf", std::move(any)}};
    }
    Json withTexture(std::vector<Json> values) {
        values.push_back({{"type", "string"}});
        values.push_back({{"$ref", referTo<TextureDesc>()}});
        return values;
    }
    Json& all() {
        Json& list = (*type_)["allOf"];
        if (list.is_null()) list = Json::array();
        return list;
    }
    Json& add(std::string_view name, std::string_view text, std::string_view unit = {}) {
        Json& field = (*type_)["properties"][std::string(name)];
        std::string description(text);
        if (!unit.empty()) description += " Unit: " + std::string(unit) + ".";
        field = {{"description", description}};
        return field;
    }
    void define(Json& type, const Body& body) {
        type["description"] = body.info->text;
        type["type"] = "object";
        type["properties"] = Json::object();
        Json* const outer = std::exchange(type_, &type);
        body.initial(*this);
        type_ = outer;
        if (type.contains("properties")) type["additionalProperties"] = false;
    }
    std::string refer(const Body& body) {
        const std::string id(body.info->id);
        if (!definitions_.contains(id)) {
            definitions_[id] = Json::object();   // keeps its place, and ends the circle of groups in groups
            Json type = Json::object();
            define(type, body);
            definitions_[id] = std::move(type);
        }
        return "#/$defs/" + id;
    }
    template <class T>
    std::string referTo() {
        T fresh{};
        return refer(bodyOf(fresh));
    }
    template <class T>
    void map(std::string_view name, std::string_view text) {
        const Json values = {{"$ref", referTo<T>()}};
        Json& field = add(name, text);
        field["type"] = "object";
        field["propertyNames"] = {{"minLength", 1}};
        field["additionalProperties"] = values;
    }

    Json definitions_ = Json::object();
    Json* type_ = nullptr;
};

}  // namespace

std::string sceneSchema() {
    NativeDesc empty;
    return prettyText(SchemaMaker(empty).make());
}

}  // namespace raypool
