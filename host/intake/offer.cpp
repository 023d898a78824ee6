#include "host/intake/offer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/json/document.hpp"

namespace herald::intake {
namespace {

using Limit = std::optional<std::int64_t> ContentLimits::*;
constexpr std::array<std::pair<std::string_view, Limit>, 7> kLimits{{
    {"text_chars", &ContentLimits::text_chars},
    {"text_bytes", &ContentLimits::text_bytes},
    {"subject_chars", &ContentLimits::subject_chars},
    {"html_bytes", &ContentLimits::html_bytes},
    {"attachments", &ContentLimits::attachments},
    {"attachment_bytes", &ContentLimits::attachment_bytes},
    {"total_bytes", &ContentLimits::total_bytes},
}};

std::optional<json::Document> inner(const json::Document& root, std::string_view name, std::string_view key) {
  const auto outer = root.member(name);
  return outer ? outer->member(key) : std::nullopt;
}

std::vector<std::string> texts(const std::optional<json::Document>& list) {
  std::vector<std::string> out;
  if (!list) return out;
  for (const json::Document& element : list->elements()) {
    if (auto text = element.text(); text && !text->empty()) out.push_back(*std::move(text));
  }
  return out;
}

ContentLimits read_limits(const json::Document& limits, const std::string& pointer,
                          std::vector<Problem>& problems) {
  ContentLimits out;
  for (const auto& [name, field] : kLimits) {
    const auto value = limits.member(name);
    if (!value) continue;
    out.*field = value->integer();
    if (!(out.*field) || *(out.*field) < 0)
      problems.push_back({pointer + json::pointer_step(name), "expected a whole number of at least 0"});
  }
  return out;
}

ChannelOffer read_channel(const json::Document& root, const std::string& type,
                          std::vector<Problem>& problems) {
  ChannelOffer offer{.channel_type = type};
  offer.message_types = texts(inner(root, "message_types", type));
  if (offer.message_types.empty())
    problems.push_back({"/message_types" + json::pointer_step(type), "expected at least one message type"});
  const auto kind = inner(root, "address_kind", type);
  offer.address_kind = kind ? kind->text().value_or("") : "";
  if (offer.address_kind.empty())
    problems.push_back({"/address_kind" + json::pointer_step(type), "expected the kind of address"});
  if (const auto limits = inner(root, "limits", type))
    offer.limits = read_limits(*limits, "/limits" + json::pointer_step(type), problems);
  return offer;
}

void read_options(const json::Document& root, Offer& offer, std::vector<Problem>& problems) {
  const auto schema = root.member("options_schema");
  if (!schema) return;
  auto compiled = json::Schema::compile(schema->compact());
  if (!compiled) {
    problems.push_back({"/options_schema", compiled.error().detail});
    return;
  }
  const auto nothing = json::parse("{}");
  offer.without_options = compiled->check(nothing.value());
  offer.options = *std::move(compiled);
}

}  // namespace

const ChannelOffer* Offer::find(std::string_view channel_type) const {
  const auto found = std::ranges::find(channels, channel_type, &ChannelOffer::channel_type);
  return found == channels.end() ? nullptr : &*found;
}

Result<Offer> read_offer(std::string_view descriptor) {
  const auto root = json::parse(descriptor);
  if (!root) return root.error();
  std::vector<Problem> problems;
  Offer offer;
  const auto provider = root->member("provider");
  offer.provider = provider ? provider->text().value_or("") : "";
  if (offer.provider.empty()) problems.push_back({"/provider", "expected the provider's id"});
  const std::vector<std::string> types = texts(root->member("channels"));
  if (types.empty()) problems.push_back({"/channels", "expected at least one channel type"});
  for (const std::string& type : types) offer.channels.push_back(read_channel(*root, type, problems));
  read_options(*root, offer, problems);
  if (problems.empty()) return offer;
  return Error{.code = Errc::Invalid,
               .reason = "bad_descriptor",
               .detail = "the plugin's descriptor is not usable",
               .problems = std::move(problems)};
}

}  // namespace herald::intake
