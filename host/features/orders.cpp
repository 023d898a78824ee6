#include "host/features/orders.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/json/fields.hpp"

namespace herald::features {
namespace {

constexpr std::array<std::string_view, 3> kOrders{"send", "schedule", "publish"};
constexpr std::size_t kLongestEventName = 30;

bool is_event_name(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

domain::SendCommand read_send(json::Fields& in, bool scheduled) {
  domain::SendCommand out;
  out.body = in.object_text("message", json::Need::Required, {.bytes = kLongestOrder});
  const auto message = json::parse(out.body.empty() ? "{}" : out.body);
  const auto time = message ? message->member("schedule_for") : std::nullopt;
  const bool has_time = time && time->kind() != json::Kind::Null;
  if (scheduled != has_time)
    in.complain("message", scheduled ? "expected schedule_for in a message to schedule"
                                     : "expected no schedule_for in a message to send now");
  return out;
}

domain::Publication read_publication(json::Fields& in, const Sheet& sheet) {
  domain::Publication out;
  const std::string name = in.text("type", json::Need::Required, {.min = 1, .max = kLongestEventName});
  if (!is_event_name(name)) in.complain("type", "expected letters a-z and _");
  const std::string corner = records::short_name(sheet.plugin).substr(0, kLongestEventName);
  out.type = "x." + corner + "." + name;
  out.subject_kind = ("x." + corner).substr(0, 32);
  out.subject = in.text("subject", json::Need::Required, {.min = 1, .max = 64});
  out.data_json = in.object_text("data", json::Need::Optional, {.bytes = kLongestPublication});
  if (out.data_json.empty()) out.data_json = "{}";
  return out;
}

Error bad_orders(Error error) {
  error.code = Errc::Internal;
  error.reason = "bad_answer";
  error.detail = "the plugin's commands cannot be read";
  for (const Problem& problem : error.problems) error.detail += "; " + problem.pointer + " " + problem.text;
  return error;
}

}  // namespace

Result<domain::Effects> read_orders(const json::Document& answer, const Sheet& sheet,
                                    const OrderContext& context) {
  domain::Effects out;
  std::size_t number = 0;
  json::Fields in{answer, json::Unknown::Ignore};
  in.each("commands", json::Need::Optional, {.items = kMostCommands}, [&](json::Fields& one) {
    const std::string kind = one.one_of("kind", json::Need::Required, kOrders);
    ++number;
    if (kind == "publish") {
      out.publications.push_back(read_publication(one, sheet));
    } else if (!kind.empty()) {
      domain::SendCommand command = read_send(one, kind == "schedule");
      command.id = context.make_id();
      command.plugin = sheet.plugin;
      command.key = context.key + "/" + std::to_string(number);
      command.cause = context.cause;
      command.depth = context.depth;
      out.commands.push_back(std::move(command));
    }
  });
  if (auto done = in.finish(); !done) return bad_orders(std::move(done).error());
  return out;
}

}  // namespace herald::features
