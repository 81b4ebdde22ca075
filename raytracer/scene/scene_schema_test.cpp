// The schema itself is judged by scripts/tests/schema.test.mjs, with a validator that is not ours.
#include "raytracer/scene/scene_schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

namespace raypool {
namespace {

/// The file holds the text. RAYPOOL_UPDATE_DOCS=1 writes it instead.
void expectUpToDate(const std::string& path, const std::string& text) {
    if (std::getenv("RAYPOOL_UPDATE_DOCS") != nullptr) std::ofstream(path, std::ios::binary) << text;
    std::ifstream in(path, std::ios::binary);
    const std::string found{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(found == text) << path << " is out of date: run the tests SceneDocs.* with RAYPOOL_UPDATE_DOCS=1 in the environment";
}

TEST(SceneDocs, ReferenceIsUpToDate) { expectUpToDate("docs/scene-format.md", sceneReference()); }
TEST(SceneDocs, SchemaIsUpToDate) { expectUpToDate("docs/scene.schema.json", sceneSchema()); }

TEST(SceneDocs, EveryFieldOfTheSchemaIsInTheReference) {
    const std::string reference = sceneReference();
    const auto schema = nlohmann::json::parse(sceneSchema());
    std::set<std::string> names;
    const auto visit = [&](const auto& self, const nlohmann::json& node) -> void {
        if (node.is_object() && node.contains("properties")) {
            for (const auto& [name, field] : node["properties"].items()) names.insert(name);
        }
        if (node.is_structured()) {
            for (const auto& child : node) self(self, child);
        }
    };
    visit(visit, schema);
    EXPECT_GT(names.size(), 120U);
    for (const auto& name : names) EXPECT_NE(reference.find("`" + name + "`"), std::string::npos) << name;
}

TEST(SceneDocs, LinksOfTheReferenceLeadSomewhere) {
    const std::string text = sceneReference();
    for (size_t at = text.find("](#"); at != std::string::npos; at = text.find("](#", at + 1)) {
        const std::string id = text.substr(at + 3, text.find(')', at) - at - 3);
        EXPECT_NE(text.find("\n## " + id + "\n"), std::string::npos) << id;
    }
}

}  // namespace
}  // namespace raypool
