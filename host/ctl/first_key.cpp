#include "host/ctl/first_key.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/ctl/command.hpp"
#include "host/json/document.hpp"

namespace herald::ctl {
namespace {

/// Has one command of the table answered.
Result<http::Response> carry_out(const Ask& ask, const std::vector<std::string>& words) {
  auto command = read_command(words, SystemClock{}.now());
  if (!command) return std::move(command).error();
  return ask(std::move(command->request));
}

std::string id_of(const json::Document& resource) {
  const auto id = resource.member("id");
  return id ? id->text().value_or("") : std::string{};
}

}  // namespace

Result<http::Response> make_first_key(const Ask& ask) {
  auto answer = carry_out(ask, {"tenant", "list"});
  if (!answer || answer->status >= 400) return answer;
  const auto list = json::parse(answer->body);
  const auto data = list ? list->member("data") : std::nullopt;
  const auto tenants = data ? data->elements() : std::vector<json::Document>{};
  std::string tenant = tenants.empty() ? std::string{} : id_of(tenants.front());
  if (tenants.empty()) {
    answer = carry_out(ask, {"tenant", "create", "default"});
    if (!answer || answer->status >= 400) return answer;
    const auto made = json::parse(answer->body);
    tenant = made ? id_of(*made) : std::string{};
  }
  return carry_out(ask, {"apikey", "create", "--tenant", tenant, "--name", "first"});
}

}  // namespace herald::ctl
