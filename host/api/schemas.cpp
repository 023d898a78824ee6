#include "host/api/schemas.hpp"

#include "host/api/account_schemas.hpp"
#include "host/api/channel_schemas.hpp"
#include "host/api/exchange_schemas.hpp"
#include "host/api/media_schemas.hpp"
#include "host/api/message_schemas.hpp"
#include "host/api/preference_schemas.hpp"
#include "host/api/session_schemas.hpp"
#include "host/api/shared_schemas.hpp"
#include "host/api/suppression_schemas.hpp"
#include "host/api/webhook_schemas.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

std::vector<NamedSchema> all_schemas() {
  std::vector<NamedSchema> out;
  out.insert(out.end(), kSharedSchemas.begin(), kSharedSchemas.end());
  out.insert(out.end(), kMessageSchemas.begin(), kMessageSchemas.end());
  out.insert(out.end(), kMediaSchemas.begin(), kMediaSchemas.end());
  out.insert(out.end(), kSessionSchemas.begin(), kSessionSchemas.end());
  out.insert(out.end(), kSuppressionSchemas.begin(), kSuppressionSchemas.end());
  out.insert(out.end(), kPreferenceSchemas.begin(), kPreferenceSchemas.end());
  out.insert(out.end(), kChannelSchemas.begin(), kChannelSchemas.end());
  out.insert(out.end(), kExchangeSchemas.begin(), kExchangeSchemas.end());
  out.insert(out.end(), kWebhookSchemas.begin(), kWebhookSchemas.end());
  out.insert(out.end(), kAccountSchemas.begin(), kAccountSchemas.end());
  return out;
}

std::string schema_definitions() { return schema_definitions({}); }

std::string schema_definitions(const std::vector<NamedSchema>& more) {
  json::Writer writer;
  writer.begin_object();
  for (const NamedSchema& schema : all_schemas()) writer.raw(schema.name, schema.text);
  for (const NamedSchema& schema : more) writer.raw(schema.name, schema.text);
  return writer.end_object().take();
}

}  // namespace herald::api
