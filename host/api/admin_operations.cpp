#include <utility>

#include "host/api/admin.hpp"
#include "host/api/channel_resource.hpp"
#include "host/api/query.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

Answer render(Result<std::string> report) {
  if (!report) return std::move(report).error();
  http::Response response;
  response.body = *std::move(report);
  return response;
}

}  // namespace

Answer list_plugins(const OperatorPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  json::Writer writer;
  writer.begin_object().raw("data", ports.providers.reports()).null("next_cursor").boolean("has_more", false);
  writer.end_object();
  return render(writer.take());
}

Answer show_plugin(const OperatorPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  return render(ports.plugins.show(call.params[0]));
}

Answer rescan_plugins(const OperatorPorts& ports, const Call&) { return render(ports.plugins.rescan()); }

Answer enable_plugin(const OperatorPorts& ports, const Call& call) {
  return render(ports.plugins.enable(call.params[0]));
}

Answer disable_plugin(const OperatorPorts& ports, const Call& call) {
  return render(ports.plugins.disable(call.params[0]));
}

Answer roll_back_plugin(const OperatorPorts& ports, const Call& call) {
  return render(ports.plugins.rollback(call.params[0]));
}

Answer list_all_channels(const OperatorPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  const auto channels = ports.channels.all();
  if (!channels) return channels.error();
  json::Writer writer;
  writer.begin_object().begin_array("data");
  for (const domain::Channel& channel : *channels) write_channel_of_tenant(writer, channel);
  writer.end_array().null("next_cursor").boolean("has_more", false).end_object();
  return render(writer.take());
}

Answer migrate(const OperatorPorts& ports, const Call&) { return render(ports.upkeep.migrate()); }

Answer verify_audit(const OperatorPorts& ports, const Call&) { return render(ports.upkeep.verify_audit()); }

Answer examine(const OperatorPorts& ports, const Call&) { return render(ports.upkeep.doctor()); }

}  // namespace herald::api
