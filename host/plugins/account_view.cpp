#include "host/plugins/account_view.hpp"

#include <algorithm>
#include <optional>

#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::plugins {
namespace {

void write_open_config(json::Writer& out, const json::Document& account) {
  const auto config = account.member("config");
  const auto sealed = account.member("sealed");
  if (!config || !sealed || sealed->kind() != json::Kind::Array) return;
  const auto list = sealed->elements();
  for (const std::string& name : config->names()) {
    const bool hidden =
        std::ranges::any_of(list, [&](const json::Document& one) { return one.text() == name; });
    if (!hidden) out.raw(name, config->member(name)->compact());
  }
}

}  // namespace

std::string account_without_secrets(std::string_view account) {
  const auto whole = json::parse(account);
  json::Writer out;
  out.begin_object();
  for (const char* name : {"channel_id", "api_url", "account_id", "sender_id", "timeout_seconds", "sealed"})
    if (const auto member = whole ? whole->member(name) : std::nullopt) out.raw(name, member->compact());
  out.begin_object("config");
  if (whole) write_open_config(out, *whole);
  return out.end_object().end_object().take();
}

}  // namespace herald::plugins
