#include <utility>

#include "host/api/provider_catalog.hpp"
#include "host/json/document.hpp"

namespace herald::api {
namespace {

std::vector<std::string> texts_of(const json::Document& object, std::string_view name) {
  std::vector<std::string> out;
  const auto list = object.member(name);
  for (const json::Document& element : list ? list->elements() : std::vector<json::Document>{}) {
    if (auto text = element.text()) out.push_back(*std::move(text));
  }
  return out;
}

}  // namespace

Result<ProviderSheet> read_sheet(std::string_view descriptor, std::string_view config_schema) {
  auto offer = intake::read_offer(descriptor);
  if (!offer) return std::move(offer).error();
  auto schema = json::Schema::compile(config_schema);
  if (!schema) return std::move(schema).error();
  ProviderSheet sheet{.offer = *std::move(offer),
                      .config_schema = *std::move(schema),
                      .secret_fields = json::secret_fields(config_schema),
                      .account_required = {},
                      .ops = {}};
  const auto root = json::parse(descriptor);
  if (!root) return root.error();
  sheet.account_required = texts_of(*root, "account_required");
  sheet.ops = texts_of(*root, "ops");
  if (const auto made = root->member("webhook_secret"))
    sheet.makes_webhook_secret = made->boolean().value_or(false);
  return sheet;
}

}  // namespace herald::api
