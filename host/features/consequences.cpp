#include "host/features/consequences.hpp"

#include <utility>

#include "host/features/orders.hpp"

namespace herald::features {

Result<domain::WriteSet> read_consequences(const json::Document& answer, const Sheet& sheet,
                                           const Occasion& occasion) {
  auto set = records::read_writes(answer, sheet.collections, occasion.make_id);
  if (!set) return std::move(set).error();
  auto effects = read_orders(
      answer, sheet,
      {.key = occasion.key, .cause = occasion.cause, .depth = occasion.depth, .make_id = occasion.make_id});
  if (!effects) return std::move(effects).error();
  set->tenant = occasion.tenant;
  set->plugin = sheet.plugin + " " + sheet.version;
  set->origin = {.actor = "plugin:" + sheet.plugin, .request_id = occasion.cause, .depth = occasion.depth};
  set->effects = *std::move(effects);
  return set;
}

bool passes(const Error& why) { return why.code == Errc::Unavailable || why.reason == "plugin_timeout"; }

}  // namespace herald::features
