#include "host/plugins/blamed_instance.hpp"

#include <utility>

#include "host/plugins/blame.hpp"

namespace herald::plugins {

BlamedInstance::BlamedInstance(std::shared_ptr<Instance> instance, std::string suspicion)
    : instance_{std::move(instance)}, suspicion_{std::move(suspicion)} {}

BlamedInstance::~BlamedInstance() {
  const Blame blame{suspicion_, "close"};
  instance_.reset();
}

Result<std::string> BlamedInstance::descriptor() {
  const Blame blame{suspicion_, "descriptor"};
  return instance_->descriptor();
}

Result<std::string> BlamedInstance::config_schema() {
  const Blame blame{suspicion_, "schema"};
  return instance_->config_schema();
}

Result<std::string> BlamedInstance::validate(std::string_view account) {
  const Blame blame{suspicion_, "validate"};
  return instance_->validate(account);
}

Result<Reply> BlamedInstance::plan(const ProviderCall& call) {
  const Blame blame{suspicion_, "plan"};
  return instance_->plan(call);
}

Result<Reply> BlamedInstance::on_response(const ProviderCall& call, const ProviderResponse& response) {
  const Blame blame{suspicion_, "on_response"};
  return instance_->on_response(call, response);
}

Result<Reply> BlamedInstance::start(const ProviderCall& call) {
  const Blame blame{suspicion_, "start"};
  return instance_->start(call);
}

Result<Reply> BlamedInstance::feed(const ProviderCall& call, const StreamHappening& event) {
  const Blame blame{suspicion_, "feed"};
  return instance_->feed(call, event);
}

}  // namespace herald::plugins
