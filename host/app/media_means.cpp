#include "host/app/media_means.hpp"

#include <charconv>
#include <chrono>

namespace herald::app {
namespace {

constexpr std::chrono::hours kLinkLives{24};
constexpr vault::Aad kLinkPlace{.field = "media.link"};
constexpr std::string_view kPath = "/api/v1/communication/media-links/";

}  // namespace

std::string MediaLinks::make(const domain::TenantId& tenant, const domain::MediaId& media) const {
  if (public_url_.empty()) return {};
  const auto until = (clock_.now() + kLinkLives).time_since_epoch().count();
  return public_url_ + std::string{kPath} +
         vault_.seal(tenant.text + "/" + media.text + "/" + std::to_string(until), kLinkPlace);
}

std::optional<api::MediaLink> MediaLinks::open(std::string_view link) const {
  const auto text = vault_.open(link, kLinkPlace);
  if (!text) return std::nullopt;
  const auto first = text->find('/');
  const auto last = text->rfind('/');
  if (first == std::string::npos || first == last) return std::nullopt;
  std::int64_t until = 0;
  std::from_chars(text->data() + last + 1, text->data() + text->size(), until);
  if (clock_.now().time_since_epoch().count() >= until) return std::nullopt;
  return api::MediaLink{.tenant = domain::TenantId{text->substr(0, first)},
                        .media = domain::MediaId{text->substr(first + 1, last - first - 1)}};
}

dispatch::MediaSource MediaMeans::source(domain::MediaGatherer* gatherer) {
  return {.files = &files,
          .gatherer = gatherer,
          .link = [this](const domain::TenantId& tenant, const domain::MediaId& media) {
            return links.make(tenant, media);
          }};
}

}  // namespace herald::app
