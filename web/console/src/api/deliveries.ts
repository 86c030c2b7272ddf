// Where goods are sent: masked, or in full for whoever asked and was logged.
export interface DeliveryShown {
  receiver: string;
  mobile: string;
  place: string;
  street: string;
}
