#include <utility>

#include "host/api/provider_catalog.hpp"
#include "host/json/document.hpp"

namespace herald::api {

Result<ProviderSheet> read_sheet(std::string_view descriptor, std::string_view config_schema) {
  auto offer = intake::read_offer(descriptor);
  if (!offer) return std::move(offer).error();
  auto schema = json::Schema::compile(config_schema);
  if (!schema) return std::move(schema).error();
  ProviderSheet sheet{.offer = *std::move(offer),
                      .config_schema = *std::move(schema),
                      .secret_fields = json::secret_fields(config_schema),
                      .account_required = {}};
  const auto root = json::parse(descriptor);
  const auto required = root ? root->member("account_required") : std::nullopt;
  for (const json::Document& name : required ? required->elements() : std::vector<json::Document>{}) {
    if (auto text = name.text()) sheet.account_required.push_back(*std::move(text));
  }
  const auto ops = root ? root->member("ops") : std::nullopt;
  for (const json::Document& op : ops ? ops->elements() : std::vector<json::Document>{})
    sheet.polls = sheet.polls || op.text() == "poll";
  return sheet;
}

}  // namespace herald::api
