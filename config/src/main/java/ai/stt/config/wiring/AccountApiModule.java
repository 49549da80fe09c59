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
import ai.stt.http.access.Callers;
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
  Object signUp(Callers callers, LimitSignUps limits, SignUp signUp, ReadAccount read) {
    return new SignUpResource(callers, limits, signUp, read);
  }

  @ProvidesIntoSet
  @Resource
  Object session(Callers callers, LogIn logIn, ReadAccount read) {
    return new SessionResource(callers, logIn, read);
  }

  @ProvidesIntoSet
  @Resource
  Object account(
      Callers callers, LogIn logIn, ReadAccount read, ChangeAccount change, DeleteAccount delete) {
    return new AccountResource(callers, logIn, read, change, delete);
  }

  @ProvidesIntoSet
  @Resource
  Object keys(Callers callers, ListKeys list, CreateKey create, RevokeKey revoke, KeyUse use) {
    return new KeysResource(callers, list, create, revoke, use);
  }

  @ProvidesIntoSet
  @Resource
  Object usage(Callers callers, ReadUsage read, CountRequests requests) {
    return new UsageResource(callers, read, requests);
  }
}
