#include "raytracer/scene/native_writer.h"

#include <map>

#include "raytracer/scene/json_text.h"
#include "raytracer/scene/native_fields.h"

namespace raypool {
namespace {

using Json = nlohmann::ordered_json;

/// Field names with the values of a fresh object; those of a kind of a variant with the kind before them.
using Defaults = std::map<std::string, Json, std::less<>>;

class Writer final : public Fields {
public:
    /// With `defaults` to fill: records these instead of writing.
    Writer(NativeDesc& scene, Json& out, Defaults* recorded) : Fields(scene), out_(&out), recorded_(recorded) {}

    template <class F>
    void fill(Json& out, const Body& body, F write) {
        Json* const outer = std::exchange(out_, &out);
        const Defaults* const outerDefaults = std::exchange(defaults_, &defaultsOf(*body.info, body.initial));
        std::string outerKind = std::exchange(kind_, {});
        write();
        out_ = outer;
        defaults_ = outerDefaults;
        kind_ = std::move(outerKind);
    }

    void number(std::string_view name, NumberSlot slot, Limits, std::string_view) override {
        if (putTexture(name, slot.texture())) return;
        if (const auto value = slot.get()) put(name, numberJson(*value, slot.isWhole(), slot.isSingle()));
    }
    void boolean(std::string_view name, bool& value, std::string_view) override { put(name, value); }
    void string(std::string_view name, std::string& value, std::string_view) override { put(name, value); }
    void triple(std::string_view name, TripleSlot slot, TripleKind kind, Limits, std::string_view) override {
        if (putTexture(name, slot.texture())) return;
        const bool mayBeOne = kind == TripleKind::kColor || kind == TripleKind::kScale;
        if (const auto value = slot.get()) put(name, tripleJson(*value, slot.isSingle(), mayBeOne));
    }
    void tuple(std::string_view name, std::span<double> values, bool& isSet, Limits, std::string_view) override {
        if (!isSet) return;
        Json list = Json::array();
        for (const double v : values) list.push_back(v);
        put(name, std::move(list));
    }
    void array(std::string_view name, ArraySlot slot, Limits, std::string_view) override {
        Json list = Json::array();
        std::visit(
            [&](const auto* values) {
                for (const auto& v : *values) {
                    if constexpr (std::is_same_v<std::decay_t<decltype(v)>, uint32_t>) {
                        list.push_back(v);
                    } else {
                        for (int i = 0; i < v.length(); ++i) list.push_back(plain(v[i]));
                    }
                }
            },
            slot.to);
        if (!list.empty()) put(name, std::move(list));
    }
    void faces(std::string_view, std::vector<uint32_t>&, std::string_view) override {}   // they are indices by now
    void oneOfNames(std::string_view name, std::span<const std::string_view> names, size_t current,
                    const std::function<void(size_t)>&, std::string_view) override {
        put(name, std::string(names[current]));
    }
    void object(std::string_view name, const Body& body, Presence presence, std::string_view) override {
        if (recorded_ != nullptr || presence == Presence::kNever) return;
        Json inner = Json::object();
        fill(inner, body, [&] { body.value(*this); });
        if (!inner.empty() || presence == Presence::kAlways) put(name, std::move(inner));
    }
    void list(std::string_view name, const ListBody& body, std::string_view) override {
        if (recorded_ != nullptr || body.size == 0) return;
        Json items = Json::array();
        for (size_t i = 0; i < body.size; ++i) {
            items.push_back(Json::object());
            const Body item{body.info, {}, body.initial};
            Json inner = Json::object();
            fill(inner, item, [&] { body.at(*this, i); });
            items.back() = std::move(inner);
        }
        put(name, std::move(items));
    }
    void textures(std::string_view name, std::string_view) override { putNamed(name, scene_.textures, [&](auto& t) { return valueJson(t); }); }
    void materials(std::string_view name, std::string_view) override { putNamed(name, scene_.materials, [&](auto& m) { return valueJson(m); }); }
    void media(std::string_view name, std::string_view) override { putNamed(name, scene_.media, [&](auto& m) { return valueJson(m); }); }
    void prototypes(std::string_view name, std::string_view) override {
        putNamed(name, scene_.prototypes, [&](auto& p) { return valueJson(scene_.objects[p.object]); });
    }
    void objects(std::string_view name, std::vector<uint32_t>& ids, std::string_view) override {
        if (recorded_ != nullptr || ids.empty()) return;
        Json items = Json::array();
        for (const uint32_t id : ids) items.push_back(valueJson(scene_.objects[id]));
        put(name, std::move(items));
    }
    void reference(std::string_view name, RefKind kind, int32_t& index, std::string_view) override {
        if (recorded_ != nullptr || index < 0) return;
        const auto refer = [&](auto& item) { put(name, item.name.empty() ? valueJson(item) : Json(item.name)); };
        const auto at = static_cast<size_t>(index);
        switch (kind) {
            case RefKind::kMaterial: refer(scene_.materials[at]); break;
            case RefKind::kMedium: refer(scene_.media[at]); break;
            case RefKind::kTexture: refer(scene_.textures[at]); break;
        }
    }
    void prototype(std::string_view name, uint32_t& index, std::string_view) override {
        if (recorded_ == nullptr) put(name, scene_.prototypes[index].name);
    }
    void transform(std::string_view name, std::vector<TransformKey>& keys, std::string_view) override {
        if (recorded_ == nullptr && keys.size() == 1 && keys[0].time == 0) put(name, transformJson(keys[0].transform));
    }
    void keyframes(std::string_view name, std::vector<TransformKey>& keys, std::string_view) override {
        if (recorded_ != nullptr || keys.empty() || (keys.size() == 1 && keys[0].time == 0)) return;
        Json items = Json::array();
        for (const auto& key : keys) items.push_back({{"time", plain(key.time)}, {"transform", transformJson(key.transform)}});
        put(name, std::move(items));
    }
    void matrix(std::string_view, std::optional<Affine64>&, std::string_view) override {}
    void tagged(std::string_view key, std::span<const std::string_view> names, size_t current, size_t initial,
                const std::function<void(size_t)>& fields, std::string_view) override {
        if (recorded_ == nullptr && current != initial) put(key, std::string(names[current]));
        for (size_t i = 0; i < names.size(); ++i) {
            if (recorded_ == nullptr && i != current) continue;
            const std::string outer = std::exchange(kind_, std::string(names[i]) + "/");
            fields(i);
            kind_ = outer;
        }
    }
    void oneKeyOf(std::span<const std::string_view> keys, size_t current, const std::function<void(size_t)>& field) override {
        if (recorded_ == nullptr && current < keys.size()) field(current);
    }
    void exclusive(std::initializer_list<std::string_view>) override {}
    void needs(std::string_view, std::initializer_list<std::string_view>) override {}
    void required(std::initializer_list<std::string_view> names) override {
        // Whatever it is, it has to be written.
        if (recorded_ != nullptr && names.size() == 1) recorded_->erase(kind_ + std::string(*names.begin()));
    }

private:
    /// False: there is none, and a value is to be written.
    bool putTexture(std::string_view name, int32_t* index) {
        if (index == nullptr || *index < 0 || recorded_ != nullptr) return false;
        reference(name, RefKind::kTexture, *index, {});
        return true;
    }
    void put(std::string_view name, Json value) {
        const std::string full = kind_ + std::string(name);
        if (recorded_ != nullptr) {
            (*recorded_)[full] = std::move(value);
            return;
        }
        if (defaults_ != nullptr) {
            const auto found = defaults_->find(full);
            if (found != defaults_->end() && found->second == value) return;
        }
        (*out_)[std::string(name)] = std::move(value);
    }

    const Defaults& defaultsOf(const TypeInfo& info, const std::function<void(Fields&)>& initial) {
        const auto [at, isNew] = defaultsOfType_.try_emplace(info.id);
        if (isNew) {
            NativeDesc none;
            Json nowhere;
            Writer recorder(none, nowhere, &at->second);
            initial(recorder);
        }
        return at->second;
    }

    template <class T>
    Json valueJson(T& value) {
        Json out = Json::object();
        const Body body = bodyOf(value);
        fill(out, body, [&] { body.value(*this); });
        return out;
    }
    template <class T, class F>
    void putNamed(std::string_view name, std::vector<T>& items, F json) {
        if (recorded_ != nullptr) return;
        Json section = Json::object();
        for (auto& item : items) {
            if (!item.name.empty()) section[item.name] = json(item);
        }
        if (!section.empty()) put(name, std::move(section));
    }

    static Json transformJson(const Affine64& m) {
        Json out = Json::object();
        const bool isScale = m.x.y == 0 && m.x.z == 0 && m.y.x == 0 && m.y.z == 0 && m.z.x == 0 && m.z.y == 0;
        if (isScale) {
            const dvec3 scale{m.x.x, m.y.y, m.z.z};
            if (m.t != dvec3(0)) out["translate"] = tripleJson(m.t, false, false);
            if (scale != dvec3(1)) out["scale"] = tripleJson(scale, false, true);
            return out;
        }
        Json list = Json::array();
        for (const auto& [column, last] : {std::pair{m.x, 0}, {m.y, 0}, {m.z, 0}, {m.t, 1}}) {
            for (const double v : {column.x, column.y, column.z, static_cast<double>(last)}) list.push_back(v);
        }
        out["matrix"] = std::move(list);
        return out;
    }

    Json* out_;
    Defaults* recorded_;
    const Defaults* defaults_ = nullptr;
    std::string kind_;
    std::map<std::string_view, Defaults> defaultsOfType_;
};

}  // namespace

std::string toJson(const SceneDesc& scene) {
    SceneFields root;
    static_cast<RenderDesc&>(root.render) = scene.native.render;
    root.render.width = scene.width;
    root.render.height = scene.height;
    root.render.integrator = scene.integrator;
    Json out = Json::object();
    // The description names fields by reference to what may be written to; the writer doesn't.
    Writer writer(const_cast<NativeDesc&>(scene.native), out, nullptr);
    const Body body = Fields::bodyOf(root);
    writer.fill(out, body, [&] { body.value(writer); });
    return prettyText(out);
}

}  // namespace raypool
