package ai.stt.config.wiring;

import ai.stt.app.account.ChangeAccount;
import ai.stt.app.account.DeleteAccount;
import ai.stt.app.account.LimitSignUps;
import ai.stt.app.account.LogIn;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.SignUp;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.KeyUse;
import ai.stt.app.key.ListKeys;
import ai.stt.app.key.RevokeKey;
import ai.stt.app.usage.CountRequests;
import ai.stt.app.usage.ReadUsage;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.account.AccountResource;
import ai.stt.http.account.SessionResource;
import ai.stt.http.account.SignUpResource;
import ai.stt.http.key.KeysResource;
import ai.stt.http.usage.UsageResource;
import com.google.inject.AbstractModule;
import com.google.inject.multibindings.ProvidesIntoSet;

/** Accounts, keys and usage over HTTP. */
final class AccountApiModule extends AbstractModule {
  @ProvidesIntoSet
  @Resource
  Object signUp(Doorkeeper doorkeeper, LimitSignUps limits, SignUp signUp, ReadAccount read) {
    return new SignUpResource(doorkeeper, limits, signUp, read);
  }

  @ProvidesIntoSet
  @Resource
  Object session(Doorkeeper doorkeeper, LogIn logIn, ReadAccount read) {
    return new SessionResource(doorkeeper, logIn, read);
  }

  @ProvidesIntoSet
  @Resource
  Object account(
      Doorkeeper doorkeeper, ReadAccount read, ChangeAccount change, DeleteAccount delete) {
    return new AccountResource(doorkeeper, read, change, delete);
  }

  @ProvidesIntoSet
  @Resource
  Object keys(
      Doorkeeper doorkeeper, ListKeys list, CreateKey create, RevokeKey revoke, KeyUse use) {
    return new KeysResource(doorkeeper, list, create, revoke, use);
  }

  @ProvidesIntoSet
  @Resource
  Object usage(Doorkeeper doorkeeper, ReadUsage read, CountRequests requests) {
    return new UsageResource(doorkeeper, read, requests);
  }
}
