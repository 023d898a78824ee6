#pragma once
#include <memory>

#include "host/api/means.hpp"
#include "host/api/router.hpp"
#include "host/features/desk.hpp"

namespace herald::api {

/// What routes of feature plugins need. All that is referred to outlives the router.
struct FeaturePorts {
  features::Desk& desk;
  Means means;
};

/// Whether the API can serve what a sheet declares: permissions are known, schemas compile and have names of
/// their own. Invalid/"bad_descriptor" with what is wrong.
Result<Done> check_routes(const features::Sheet& sheet);

/// The routes of all sheets, each already checked; of two of the same path the earlier plugin's answers.
std::shared_ptr<const Extension> plugin_routes(
    const FeaturePorts& ports, const std::vector<std::shared_ptr<const features::Sheet>>& sheets);

/// Answers one request of a plugin's route.
Answer serve_feature(const FeaturePorts& ports, const std::shared_ptr<const features::Sheet>& sheet,
                     const features::SheetRoute& route, const Call& call);

}  // namespace herald::api
