#include "raytracer/loaders/flat_mesh.h"

#include <gtest/gtest.h>

#include "raytracer/loaders/load_scene.h"

namespace raypool {
namespace {

TEST(FlatMesh, GroupsAndInstancesAreWrittenOut) {
    const auto scene = loadScene(R"({"raypool": 1, "prototypes": {"p": {"mesh": {"positions": [[0, 0, 0], [1, 0, 0], [0, 1, 0]], "indices": [0, 1, 2]},
        "transform": {"scale": 2}}}, "objects": [{"sphere": {}}, {"instance": "p", "transform": {"translate": [10, 0, 0]}},
        {"group": {"objects": [{"instance": "p"}]}, "transform": {"translate": [0, 5, 0]}}]})");
    ASSERT_TRUE(scene) << toString(scene.error()[0]);
    const Mesh mesh = flatMesh(scene->native);
    EXPECT_EQ(mesh.indices, (std::vector<uint32_t>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(mesh.positions, (std::vector<vec3>{{10, 0, 0}, {12, 0, 0}, {10, 2, 0}, {0, 5, 0}, {2, 5, 0}, {0, 7, 0}}));
}

}  // namespace
}  // namespace raypool
